/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.export;

/**
 * How a column is shifted and scaled before the network sees it. A constant column gets scale 1.
 */
public enum Scaling {
  /** Mean and standard deviation. */
  STANDARD,
  /** Median and interquartile range, in units of a normal distribution's deviation. */
  ROBUST,
  /** Minimum and range; what lies beyond is clipped at 4 ranges from the minimum. */
  MIN_MAX,
  /**
   * Mean and the geometric mean of deviation and range, all columns then multiplied by one factor
   * so that the typical column has deviation 1. Between {@link #STANDARD} and {@link #MIN_MAX}: a
   * column with rare large values keeps some of their size.
   */
  BALANCED;

  /** Beyond this a standardised value says "far away" and nothing more, and squares overflow. */
  private static final float FAR = 1e6f;

  double shift(ColumnStatistics column) {
    return switch (this) {
      case STANDARD, BALANCED -> column.mean();
      case ROBUST -> column.quantile(0.5);
      case MIN_MAX -> column.min();
    };
  }

  /** The scale before {@link #normalise}. */
  double scale(ColumnStatistics column) {
    if (column.max() == column.min()) {
      return 1;
    }
    return switch (this) {
      case STANDARD -> column.deviation();
      case ROBUST -> {
        double range = column.quantile(0.75) - column.quantile(0.25);
        yield range > 0 ? range / 1.349 : column.deviation();
      }
      case MIN_MAX -> column.max() - column.min();
      case BALANCED -> Math.sqrt(column.deviation() * (column.max() - column.min()));
    };
  }

  /** The factor by which all scales are divided, given each scale over its column's deviation. */
  double normalise(double[] ratios) {
    if (this != BALANCED) {
      return 1;
    }
    double logs = 0;
    for (double ratio : ratios) {
      logs += Math.log(ratio);
    }
    return Math.exp(logs / ratios.length);
  }

  /** Standardised values are clipped at plus and minus this. */
  float clip() {
    return this == MIN_MAX ? 4 : FAR;
  }
}
