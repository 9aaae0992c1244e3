/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.export;

import java.util.function.Consumer;

/**
 * How large reconstruction errors are on held-out rows, per unit and per column, so that errors of
 * different columns compare. A scale is at least a tenth of the root mean square over all, so that
 * a column that is reconstructed almost perfectly does not drown the others.
 */
public final class ErrorScale {
  private static final double FLOOR = 0.1;

  /** In standardised units; below it, residuals are rounding errors. */
  private static final double ROUNDING = 1e-4;

  private final Preprocessing preprocessing;
  private final float[] units;
  private final float[] columns;

  private ErrorScale(Preprocessing preprocessing, double[] unitSquares, double[] columnSquares) {
    this.preprocessing = preprocessing;
    this.units = roots(unitSquares);
    this.columns = roots(columnSquares);
  }

  /**
   * Root mean squares over held-out rows.
   *
   * @param heldOut gives every row's residuals, D floats, to its consumer
   */
  public static ErrorScale of(Preprocessing preprocessing, Consumer<Consumer<float[]>> heldOut) {
    double[] units = new double[preprocessing.units()];
    long[] rows = {0};
    heldOut.accept(
        residual -> {
          for (int d = 0; d < units.length; d++) {
            units[d] += (double) residual[d] * residual[d];
          }
          rows[0]++;
        });
    double[] columns = new double[preprocessing.columns()];
    for (int d = 0; d < units.length; d++) {
      units[d] /= Math.max(1, rows[0]);
      columns[preprocessing.columnOf(d)] += units[d];
    }
    return new ErrorScale(preprocessing, units, columns);
  }

  private static float[] roots(double[] meanSquares) {
    double total = 0;
    for (double square : meanSquares) {
      total += square;
    }
    double floor = Math.max(ROUNDING, FLOOR * Math.sqrt(total / meanSquares.length));
    float[] roots = new float[meanSquares.length];
    for (int i = 0; i < roots.length; i++) {
      roots[i] = (float) Math.max(floor, Math.sqrt(meanSquares[i]));
    }
    return roots;
  }

  /** Per unit, D root mean square residuals. */
  public float[] units() {
    return units.clone();
  }

  /** The feature errors of a row: per column its squared residual over the squared scale. */
  public float[] featureErrors(float[] residual) {
    float[] errors = new float[columns.length];
    for (int d = 0; d < units.length; d++) {
      int column = preprocessing.columnOf(d);
      errors[column] += residual[d] * residual[d] / (columns[column] * columns[column]);
    }
    return errors;
  }

  /** The same in the graph, from squared residuals {@code [N, D]} to {@code [N, F]}. */
  public Value featureErrors(Value squaredResidual) {
    float[] weights = new float[columns.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = 1 / (columns[i] * columns[i]);
    }
    return preprocessing.perColumn(squaredResidual).times(squaredResidual.graph().vector(weights));
  }

  /**
   * The mean of the feature errors, {@code [N, D]} to {@code [N]}, as one product with a column of
   * weights: ONNX Runtime broadcasts a row of weights several times slower than it multiplies.
   */
  public Value meanFeatureError(Value squaredResidual) {
    float[] weights = new float[units.length];
    for (int d = 0; d < weights.length; d++) {
      float scale = columns[preprocessing.columnOf(d)];
      weights[d] = 1 / (scale * scale * columns.length);
    }
    return squaredResidual
        .matMul(squaredResidual.graph().constant(weights, weights.length, 1))
        .reshape(-1);
  }
}
