/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.dataset;

import java.util.Arrays;
import java.util.List;

/** Some rows of others: stretches, one after the other. */
final class SelectedRows implements Rows {

  /** Rows {@code from} to {@code to}, the last not included. */
  record Stretch(long from, long to) {
    long length() {
      return to - from;
    }
  }

  private final Rows rows;
  private final List<Stretch> stretches;

  /** For each stretch, how many rows the former ones have. */
  private final long[] starts;

  private final long count;

  SelectedRows(Rows rows, List<Stretch> stretches) {
    this.rows = rows;
    this.stretches = stretches.stream().filter(stretch -> stretch.length() > 0).toList();
    this.starts = new long[this.stretches.size()];
    long total = 0;
    for (int i = 0; i < starts.length; i++) {
      starts[i] = total;
      total += this.stretches.get(i).length();
    }
    this.count = total;
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public int width() {
    return rows.width();
  }

  @Override
  public void copy(long row, float[] target, int offset) {
    rows.copy(original(row), target, offset);
  }

  @Override
  public boolean hasOwn(int newest, long row) {
    return rows.hasOwn(newest, original(row));
  }

  /** The row's place in the rows selected from. */
  long original(long row) {
    int found = Arrays.binarySearch(starts, row);
    int stretch = found < 0 ? -found - 2 : found;
    return stretches.get(stretch).from() + row - starts[stretch];
  }
}
