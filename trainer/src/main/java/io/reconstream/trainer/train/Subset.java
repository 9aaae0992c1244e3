/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import io.reconstream.trainer.dataset.Rows;
import java.util.stream.LongStream;

/**
 * Some rows of others.
 *
 * @param rows the others
 * @param places of those that are in it
 */
@SuppressWarnings("ArrayRecordComponent") // a view, never compared
record Subset(Rows rows, long[] places) implements Rows {

  /** At most {@code most} rows, evenly spaced; all where there are no more. */
  static Rows spaced(Rows rows, int most) {
    long count = rows.count();
    return count <= most
        ? rows
        : new Subset(rows, LongStream.range(0, most).map(i -> i * count / most).toArray());
  }

  /** The windows whose newest rows are their own; all windows where those of none are. */
  static Rows complete(Rows windows, int newest) {
    long[] places =
        LongStream.range(0, windows.count()).filter(row -> windows.hasOwn(newest, row)).toArray();
    return places.length == 0 || places.length == windows.count()
        ? windows
        : new Subset(windows, places);
  }

  @Override
  public long count() {
    return places.length;
  }

  @Override
  public int width() {
    return rows.width();
  }

  @Override
  public void copy(long row, float[] target, int offset) {
    rows.copy(places[(int) row], target, offset);
  }

  @Override
  public boolean hasOwn(int newest, long row) {
    return rows.hasOwn(newest, places[(int) row]);
  }
}
