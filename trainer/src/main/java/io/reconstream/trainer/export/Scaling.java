/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.export;

import java.util.Arrays;
import java.util.Locale;

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
  BALANCED,
  /**
   * Mean, and one scale for all columns: the root of their mean variance. For columns of one kind,
   * such as pixels, whose sizes mean the same.
   */
  COMMON,
  /** {@link #COMMON} where the columns look as if they were of one kind, else {@link #BALANCED}. */
  BY_DATA;

  /** Beyond this a standardised value says "far away" and nothing more, and squares overflow. */
  private static final float FAR = 1e6f;

  /** Fewer columns than this are never taken for columns of one kind. */
  private static final int FEWEST_ALIKE = 16;

  /**
   * What {@link #BY_DATA} stands for: columns are of one kind if three quarters of those that vary
   * range over at least half of what all of them span.
   *
   * @param columns numeric ones, all that there are; or none
   */
  Scaling chosen(ColumnStatistics... columns) {
    if (this != BY_DATA) {
      return this;
    }
    double[] ranges =
        Arrays.stream(columns)
            .mapToDouble(column -> column.max() - column.min())
            .filter(range -> range > 0)
            .sorted()
            .toArray();
    double span =
        Arrays.stream(columns).mapToDouble(ColumnStatistics::max).max().orElse(0)
            - Arrays.stream(columns).mapToDouble(ColumnStatistics::min).min().orElse(0);
    boolean alike =
        columns.length >= FEWEST_ALIKE
            && ranges.length > 0
            && ranges[(ranges.length - 1) / 4] >= span / 2;
    return alike ? COMMON : BALANCED;
  }

  double shift(ColumnStatistics column) {
    return switch (this) {
      case STANDARD, BALANCED, COMMON -> column.mean();
      case ROBUST -> column.quantile(0.5);
      case MIN_MAX -> column.min();
      case BY_DATA -> throw new IllegalStateException("not chosen yet");
    };
  }

  /** What each unit is divided by. */
  double[] scales(ColumnStatistics... units) {
    double[] scales = new double[units.length];
    if (this == COMMON) {
      double variances = 0;
      for (ColumnStatistics unit : units) {
        variances += unit.deviation() * unit.deviation();
      }
      Arrays.fill(scales, variances > 0 ? Math.sqrt(variances / units.length) : 1);
      return scales;
    }
    double logs = 0;
    for (int d = 0; d < scales.length; d++) {
      scales[d] = scale(units[d]);
      logs += units[d].deviation() > 0 ? Math.log(scales[d] / units[d].deviation()) : 0;
    }
    if (this == BALANCED) {
      double typical = Math.exp(logs / scales.length);
      Arrays.setAll(scales, d -> scales[d] / typical);
    }
    return scales;
  }

  private double scale(ColumnStatistics column) {
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
      case COMMON, BY_DATA -> throw new IllegalStateException("no scale of one column");
    };
  }

  /** Standardised values are clipped at plus and minus this. */
  float clip() {
    return this == MIN_MAX ? 4 : FAR;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
