/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.window;

import java.nio.FloatBuffer;
import java.util.List;

/**
 * The windows that one key will have after each of its next rows, while the key's {@link RowWindow}
 * stays as it is: what a look-ahead scores before those rows' turn. Not thread-safe; may be
 * {@linkplain #start restarted} for another key.
 *
 * <p>Windows live in the slots of a buffer, {@code T * F} floats each, where they are scored; a
 * key's next window may live in another buffer than its former one. A row is decoded straight into
 * the last row of its slot; the fold fills in the rows before it, from the key's former slot if it
 * has one and from its window otherwise. Slots of several keys may be mixed, as events of a
 * partition are.
 */
public final class WindowFold {
  private static final int NONE = -1;

  private RowWindow base;
  private FloatBuffer buffer;
  private int previous;
  private int rows;

  /** Begins before the key's next row. */
  public WindowFold start(RowWindow window) {
    base = window;
    buffer = null;
    previous = NONE;
    rows = window.rows();
    return this;
  }

  /**
   * Completes the window of the key's next row. The slot of the key's former row must not have been
   * changed.
   *
   * @param windows the buffer of slots
   * @param slot index of the slot whose last row is the key's next row
   * @return whether the window can be scored, as {@link RowWindow#ready()} after that row
   */
  public boolean append(FloatBuffer windows, int slot) {
    int width = base.width();
    int length = base.spec().length();
    int head = (length - 1) * width;
    int start = slot * length * width;
    if (rows == 0 && base.spec().warmUp() == WindowSpec.WarmUp.REPEAT_FIRST) {
      for (int row = 0; row < length - 1; row++) {
        windows.put(start + row * width, windows, start + head, width);
      }
    } else if (previous == NONE) {
      base.copyNewest(length - 1, windows, start);
    } else {
      windows.put(start, buffer, previous + width, head);
    }
    buffer = windows;
    previous = start;
    rows = Math.min(rows + 1, length);
    return base.spec().readyAt(rows);
  }

  /** Where the key's former window lives, null before its first. */
  public FloatBuffer buffer() {
    return buffer;
  }

  /**
   * The same where other rows stand between the key's former row and its next one.
   *
   * @param between F floats each, oldest first; at most T - 1
   */
  public boolean append(FloatBuffer windows, int slot, List<FloatBuffer> between) {
    boolean ready = append(windows, slot);
    if (between.isEmpty()) {
      return ready;
    }
    int width = base.width();
    int length = base.spec().length();
    int start = slot * length * width;
    int kept = (length - 1 - between.size()) * width;
    windows.put(start, windows, start + between.size() * width, kept);
    for (int i = 0; i < between.size(); i++) {
      windows.put(start + kept + i * width, between.get(i), 0, width);
    }
    rows = Math.min(rows + between.size(), length);
    return base.spec().readyAt(rows);
  }
}
