/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.dataset;

import java.util.Arrays;

/**
 * For each row the window that ends with it: the last T rows of its series, flattened. Before a
 * series' first row that row is repeated, whatever the bundle's warm-up: where the stream waits for
 * a full window, it never scores those windows.
 */
final class WindowRows implements SeriesRows {
  private final Rows rows;
  private final int length;
  private final int[] series;
  private final int seriesCount;

  /** Per row the one before it in its series, -1 for a series' first. */
  private final int[] previous;

  /**
   * @param rows in the order of time
   * @param length T
   * @param series per row its series
   */
  WindowRows(Rows rows, int length, int[] series, int seriesCount) {
    this.rows = rows;
    this.length = length;
    this.series = series;
    this.seriesCount = seriesCount;
    this.previous = new int[series.length];
    int[] last = new int[seriesCount];
    Arrays.fill(last, -1);
    for (int row = 0; row < series.length; row++) {
      previous[row] = last[series[row]];
      last[series[row]] = row;
    }
  }

  @Override
  public long count() {
    return rows.count();
  }

  @Override
  public int width() {
    return length * rows.width();
  }

  @Override
  public void copy(long row, float[] target, int offset) {
    int at = (int) row;
    for (int step = length - 1; step >= 0; step--) {
      rows.copy(at, target, offset + step * rows.width());
      at = previous[at] < 0 ? at : previous[at];
    }
  }

  @Override
  public boolean hasOwn(int newest, long row) {
    int at = (int) row;
    for (int step = 1; step < newest && at >= 0; step++) {
      at = previous[at];
    }
    return at >= 0;
  }

  @Override
  public int series(long row) {
    return series[(int) row];
  }

  @Override
  public int seriesCount() {
    return seriesCount;
  }
}
