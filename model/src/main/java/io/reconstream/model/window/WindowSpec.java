/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.window;

import java.util.List;

/**
 * The window that a model scores.
 *
 * @param length T, the rows in a window; at least 1
 * @param warmUp what stands in for the rows before a key's first
 */
public record WindowSpec(int length, WarmUp warmUp) {

  /** How a key with fewer than T rows is treated. */
  public enum WarmUp {
    /** No score until T rows are there: NOT_READY. */
    WAIT,
    /** The first row is repeated, so that every row has a score. */
    REPEAT_FIRST
  }

  public WindowSpec {
    if (length < 1) {
      throw new IllegalArgumentException(
          "window length is %d, expected at least 1".formatted(length));
    }
    if (warmUp == null) {
      throw new IllegalArgumentException(
          "a window has no warmUp, expected one of " + List.of(WarmUp.values()));
    }
  }

  /** Whether a key with so many rows has a window that can be scored. */
  boolean readyAt(int rows) {
    return rows >= length || (rows > 0 && warmUp == WarmUp.REPEAT_FIRST);
  }
}
