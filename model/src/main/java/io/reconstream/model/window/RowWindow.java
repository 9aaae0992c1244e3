/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.window;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * The last T rows of one key, in a ring of {@code T * F} floats. Not thread-safe.
 *
 * <p>Rows that are not there yet are NaN (missing) under {@link WindowSpec.WarmUp#WAIT} and copies
 * of the first under {@link WindowSpec.WarmUp#REPEAT_FIRST}.
 */
public final class RowWindow {
  private final WindowSpec spec;
  private final int width;
  private final float[] ring;
  private int oldest;
  private int rows;

  public RowWindow(WindowSpec spec, int width) {
    this.spec = spec;
    this.width = width;
    this.ring = new float[Math.multiplyExact(spec.length(), width)];
    Arrays.fill(ring, Float.NaN);
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
   * Takes in the key's next row; the oldest falls out.
   *
   * @param source holds the row's F floats
   * @param offset index of the first of them
   */
  public void append(FloatBuffer source, int offset) {
    if (rows == 0 && spec.warmUp() == WindowSpec.WarmUp.REPEAT_FIRST) {
      for (int slot = 0; slot < spec.length(); slot++) {
        source.get(offset, ring, slot * width, width);
      }
    } else {
      source.get(offset, ring, oldest * width, width);
      oldest = (oldest + 1) % spec.length();
    }
    rows = Math.min(rows + 1, spec.length());
  }

  /** Writes the window, {@code T * F} floats, oldest row first. */
  public void copyTo(FloatBuffer target, int offset) {
    copyNewest(spec.length(), target, offset);
  }

  /** Writes the newest {@code count} rows of the window, oldest of them first. */
  void copyNewest(int count, FloatBuffer target, int offset) {
    int first = oldest + spec.length() - count;
    int start = (first % spec.length()) * width;
    int size = count * width;
    int untilEnd = Math.min(size, ring.length - start);
    target.put(offset, ring, start, untilEnd);
    target.put(offset + untilEnd, ring, 0, size - untilEnd);
  }

  WindowSpec spec() {
    return spec;
  }

  int width() {
    return width;
  }
}
