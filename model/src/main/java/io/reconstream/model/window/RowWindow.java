/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.window;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * The last T rows of one key, T * F floats. Immutable: the window after the key's next row is
 * {@link #append another}, which shares the rows that both have. So a look-ahead goes on from a
 * key's window while that stays as it is, and other threads may read what they were handed. One
 * thread at a time appends to windows of one key.
 *
 * <p>Rows that are not there yet are NaN (missing) under {@link WindowSpec.WarmUp#WAIT} and copies
 * of the first under {@link WindowSpec.WarmUp#REPEAT_FIRST}.
 */
public final class RowWindow {
  private final WindowSpec spec;
  private final int width;
  private final Run run;
  private final int end;
  private final int rows;

  /** Rows one behind the other. A place is written once, before a window that has it exists. */
  private static final class Run {
    private final float[] values;
    private int written;

    Run(WindowSpec spec, int width) {
      // half a window more: a row is then copied twice on average before it falls out
      int places = spec.length() + Math.max(1, spec.length() / 2);
      values = new float[Math.multiplyExact(places, width)];
    }
  }

  private RowWindow(WindowSpec spec, int width, Run run, int end, int rows) {
    this.spec = spec;
    this.width = width;
    this.run = run;
    this.end = end;
    this.rows = rows;
  }

  /**
   * The window of a key without rows.
   *
   * @param width F
   */
  public static RowWindow empty(WindowSpec spec, int width) {
    return new RowWindow(spec, width, null, 0, 0);
  }

  /** How many rows were appended, counted up to T. */
  public int rows() {
    return rows;
  }

  /** Whether the window can be scored: T rows are there, or the first stands in for the others. */
  public boolean ready() {
    return spec.readyAt(rows);
  }

  /**
   * The window after the key's next row; the oldest falls out.
   *
   * @param source holds the row's F floats
   * @param offset index of the first of them
   */
  public RowWindow append(FloatBuffer source, int offset) {
    boolean room = rows > 0 && run.written == end && end < run.values.length;
    Run next = room ? run : rows > 0 ? continued() : begun(source, offset);
    int at = room ? end : (spec.length() - 1) * width;
    source.get(offset, next.values, at, width);
    return behind(next, at + width);
  }

  /** A run that begins with what stands in for the rows before a key's first. */
  private Run begun(FloatBuffer first, int offset) {
    Run next = new Run(spec, width);
    for (int row = 0; row < spec.length() - 1; row++) {
      if (spec.warmUp() == WindowSpec.WarmUp.REPEAT_FIRST) {
        first.get(offset, next.values, row * width, width);
      } else {
        Arrays.fill(next.values, row * width, (row + 1) * width, Float.NaN);
      }
    }
    return next;
  }

  /** A run that begins with what stays of this window. */
  private Run continued() {
    Run next = new Run(spec, width);
    int kept = (spec.length() - 1) * width;
    System.arraycopy(run.values, end - kept, next.values, 0, kept);
    return next;
  }

  private RowWindow behind(Run next, int nextEnd) {
    next.written = nextEnd;
    return new RowWindow(spec, width, next, nextEnd, Math.min(rows + 1, spec.length()));
  }

  /** Writes the window, {@code T * F} floats, oldest row first; of a key that has a row. */
  public void copyTo(FloatBuffer target, int offset) {
    int size = spec.length() * width;
    target.put(offset, run.values, end - size, size);
  }
}
