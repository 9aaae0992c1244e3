/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import io.reconstream.trainer.export.Value;
import java.util.List;

/**
 * The squared Mahalanobis distance of the residual, over D. Residuals are divided by their held-out
 * scales first; their correlations are shrunk towards none by a tenth, so that a direction in which
 * held-out residuals hardly vary does not drown the others (Ledoit and Wolf, 2004, with a fixed
 * weight).
 */
final class ResidualDistance implements RowScore {
  private static final double SHRINKAGE = 0.1;

  private final float[] mean;
  private final float[] whitening;

  /**
   * @param heldOut residuals, D each; at least one
   * @param scales per unit
   */
  ResidualDistance(List<float[]> heldOut, float[] scales) {
    int units = scales.length;
    this.mean = new float[units];
    for (int d = 0; d < units; d++) {
      int unit = d;
      mean[d] = (float) heldOut.stream().mapToDouble(row -> row[unit]).average().orElseThrow();
    }
    double[][] correlation = new double[units][units];
    for (float[] row : heldOut) {
      for (int i = 0; i < units; i++) {
        for (int j = 0; j <= i; j++) {
          correlation[i][j] +=
              (1 - SHRINKAGE)
                  * ((row[i] - mean[i]) / scales[i])
                  * ((row[j] - mean[j]) / scales[j])
                  / heldOut.size();
        }
      }
    }
    for (int i = 0; i < units; i++) {
      correlation[i][i] += SHRINKAGE;
    }
    this.whitening = whitening(correlation, scales);
  }

  /** The transposed inverse of the lower Cholesky factor, for residuals that are not scaled. */
  private static float[] whitening(double[][] matrix, float[] scales) {
    int n = matrix.length;
    double[][] lower = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = matrix[i][j];
        for (int k = 0; k < j; k++) {
          sum -= lower[i][k] * lower[j][k];
        }
        lower[i][j] = i == j ? Math.sqrt(sum) : sum / lower[j][j];
      }
    }
    float[] whitening = new float[n * n];
    for (int column = 0; column < n; column++) {
      double[] solved = new double[n];
      for (int i = column; i < n; i++) {
        double sum = i == column ? 1 : 0;
        for (int k = column; k < i; k++) {
          sum -= lower[i][k] * solved[k];
        }
        solved[i] = sum / lower[i][i];
        whitening[column * n + i] = (float) (solved[i] / scales[column]);
      }
    }
    return whitening;
  }

  @Override
  public double of(Seen row) {
    int units = mean.length;
    double squares = 0;
    for (int j = 0; j < units; j++) {
      double sum = 0;
      for (int i = 0; i <= j; i++) {
        sum += (row.residual()[i] - mean[i]) * whitening[i * units + j];
      }
      squares += sum * sum;
    }
    return squares / units;
  }

  @Override
  public Value export(Exported rows) {
    Value centred = rows.residual().minus(rows.residual().graph().vector(mean));
    Value matrix = centred.graph().constant(whitening, mean.length, mean.length);
    return centred.matMul(matrix).squared().mean(false, -1);
  }
}
