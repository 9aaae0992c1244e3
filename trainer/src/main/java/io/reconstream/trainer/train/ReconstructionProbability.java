/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import io.reconstream.trainer.export.Value;

/**
 * The reconstruction probability (An and Cho, 2015): how probable a row is, given draws from the
 * latent that the network sees in it. A unit is normally distributed about each draw's
 * reconstruction, with the variance of held-out residuals. The score is the negative logarithm of
 * the density, mean over draws and units, less that of a perfect reconstruction: half the squared
 * residual over its variance. So it is never negative, and a missing value adds nothing.
 */
final class ReconstructionProbability implements RowScore {
  private final float[] weights;

  /**
   * @param deviations per unit, of held-out residuals of draws
   */
  ReconstructionProbability(float[] deviations) {
    this.weights = new float[deviations.length];
    for (int d = 0; d < weights.length; d++) {
      weights[d] = 1 / (2 * deviations[d] * deviations[d] * deviations.length);
    }
  }

  @Override
  public double of(Seen row) {
    double sum = 0;
    for (float[] residual : row.drawn()) {
      for (int d = 0; d < weights.length; d++) {
        sum += (double) residual[d] * residual[d] * weights[d];
      }
    }
    return sum / row.drawn().size();
  }

  @Override
  public Value export(Exported rows) {
    Value perDraw =
        rows.drawn().squared().matMul(rows.drawn().graph().constant(weights, weights.length, 1));
    return perDraw.mean(false, 1, 2);
  }
}
