/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import io.reconstream.trainer.dataset.Rows;
import io.reconstream.trainer.export.ErrorScale;
import io.reconstream.trainer.export.Preprocessing;
import io.reconstream.trainer.export.ScoringGraph;
import io.reconstream.trainer.export.Value;
import io.reconstream.trainer.network.Autoencoder;

/** One autoencoder; the score is the mean of its feature errors. */
final class AutoencoderDetector implements Detector {
  private final Autoencoder network;
  private final Preprocessing preprocessing;
  private final int windowLength;
  private final NetworkErrors errors;
  private final ErrorScale scale;

  AutoencoderDetector(Autoencoder network, Preprocessing preprocessing, Samples heldOut) {
    this.network = network;
    this.preprocessing = preprocessing;
    this.windowLength = heldOut.windowLength();
    this.errors = new NetworkErrors(network::forward, preprocessing);
    this.scale = ErrorScale.of(preprocessing, residuals -> errors.forEach(heldOut, residuals));
  }

  @Override
  public ScoringGraph.Outputs export(Preprocessing.Standardised row) {
    Value latent = network.encoder().export(row.input());
    Value reconstruction = lastRow(network.decoder().export(latent));
    Value residual = reconstruction.minus(lastRow(row.units()));
    if (row.present() != null) {
      residual = residual.times(lastRow(row.present()));
    }
    Value featureErrors = scale.featureErrors(residual.squared());
    return new ScoringGraph.Outputs(
        featureErrors.mean(false, -1),
        featureErrors,
        reconstruction,
        latent,
        network.latentWidth(),
        null,
        0,
        residual,
        preprocessing.units());
  }

  private Value lastRow(Value rows) {
    return windowLength == 1 ? rows : rows.at(1, windowLength - 1);
  }

  @Override
  public void compute(Rows rows, Result result) {
    errors.forEach(rows, residual -> result.accept(residual, mean(scale.featureErrors(residual))));
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
