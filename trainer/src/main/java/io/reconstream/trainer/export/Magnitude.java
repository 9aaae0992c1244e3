/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.export;

/**
 * How large a row is, where all columns are of one kind: the root mean square of what each has
 * above its least training value. A picture with more ink has larger errors, and is no anomaly for
 * that; errors are divided by this.
 */
public final class Magnitude {
  /** Of the training rows' mean square, so that an empty row is not divided by nothing. */
  private static final double FLOOR = 0.02;

  private final float[] above;
  private final float floor;

  private Magnitude(float[] above, float floor) {
    this.above = above;
    this.floor = floor;
  }

  static Magnitude of(ColumnStatistics[] units, double scale) {
    float[] above = new float[units.length];
    double squares = 0;
    for (int d = 0; d < above.length; d++) {
      double mean = (units[d].mean() - units[d].min()) / scale;
      double deviation = units[d].deviation() / scale;
      above[d] = (float) mean;
      squares += (mean * mean + deviation * deviation) / above.length;
    }
    return new Magnitude(above, (float) Math.max(Float.MIN_NORMAL, FLOOR * squares));
  }

  /** Of one standardised row; what follows its first D units is not looked at. */
  public double of(float[] standardised) {
    double squares = 0;
    for (int d = 0; d < above.length; d++) {
      double value = standardised[d] + above[d];
      squares += value * value;
    }
    return Math.sqrt(squares / above.length + floor);
  }

  /** The same in the graph, from standardised rows {@code [N, D]} to {@code [N, 1]}. */
  public Value of(Value units) {
    return units.plus(units.graph().vector(above)).squared().mean(true, -1).plus(floor).sqrt();
  }
}
