/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.window;

import io.reconstream.model.window.RowWindow;
import io.reconstream.model.window.Smoothing;
import io.reconstream.model.window.WindowSpec;
import io.reconstream.stream.scoring.WindowStretch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One key's state in heap: its last T rows with their times, and its smoothed parts. */
final class KeyWindow {
  private final WindowSpec spec;
  private final int width;
  private final long[] times;
  private final float[] smoothed;
  private RowWindow rows;
  private NewestRow newest;

  /**
   * @param width F
   * @param parts C, 0 where nothing is smoothed
   */
  KeyWindow(WindowSpec spec, int width, int parts) {
    this.spec = spec;
    this.width = width;
    this.times = new long[spec.length()];
    this.smoothed = new float[parts];
    this.rows = RowWindow.empty(spec, width);
    Arrays.fill(smoothed, Float.NaN);
  }

  /**
   * Takes in the key's next row as it was stored; where the sequence leaps, as the first of a new
   * window.
   */
  void append(NewestRow row) {
    RowWindow former = beginsAnew(row) ? RowWindow.empty(spec, width) : rows;
    append(row, former.append(row.row(), 0));
  }

  private boolean beginsAnew(NewestRow row) {
    return newest != null && row.sequence() != newest.sequence() + 1;
  }

  /**
   * The same where the window was made before.
   *
   * @param with the key's window with that row
   */
  void append(NewestRow row, RowWindow with) {
    if (beginsAnew(row)) {
      Arrays.fill(smoothed, Float.NaN);
    }
    rows = with;
    times[(int) (row.sequence() % times.length)] = row.time();
    newest = row;
  }

  /** Null before the first. */
  NewestRow newest() {
    return newest;
  }

  RowWindow rows() {
    return rows;
  }

  float[] smoothed() {
    return smoothed;
  }

  void restoreSmoothed(float[] stored) {
    System.arraycopy(stored, 0, smoothed, 0, smoothed.length);
  }

  /** Smooths the newest window's parts; an infinite part is no part, and the score is infinite. */
  float smooth(Smoothing smoothing, float[] parts) {
    for (float part : parts) {
      if (Float.isInfinite(part)) {
        return part;
      }
    }
    smoothing.update(smoothed, parts);
    return (float) smoothing.score(smoothed);
  }

  WindowStretch stretch() {
    long oldest = newest.sequence() - rows.rows() + 1;
    List<Long> all = new ArrayList<>();
    for (long row = newest.sequence() - times.length + 1; row <= newest.sequence(); row++) {
      all.add(times[(int) (Math.max(row, oldest) % times.length)]);
    }
    return new WindowStretch(
        times[(int) (oldest % times.length)], newest.time(), rows.rows(), List.copyOf(all));
  }
}
