/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.window;

/** What an event is to its key's window, in the order of arrival. */
public enum Arrival {
  /** The key's next row. */
  NEXT,
  /** After so long a silence that the window begins anew with it. */
  AFTER_GAP,
  /** After a silence in which so few rows are missing that others stand in for them. */
  AFTER_MISSING,
  /** Older than the key's newest row: not taken in. */
  LATE,
  /** The key's newest row again, with the same time: not taken in. */
  DUPLICATE,
  /** From a clock that is ahead: not taken in, as all events after it would be late. */
  FUTURE;

  boolean takenIn() {
    return this == NEXT || this == AFTER_GAP || this == AFTER_MISSING;
  }
}
