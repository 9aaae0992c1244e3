/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.window;

import java.nio.FloatBuffer;

/**
 * A key's newest row.
 *
 * @param sequence counts the key's rows from 0; leaps beyond T where its window began anew
 * @param time of its event, epoch milliseconds
 * @param row F floats
 * @param source the event's record, null where it was not kept
 */
record NewestRow(long sequence, long time, FloatBuffer row, RowSource source) {

  NewestRow withSequence(long other) {
    return new NewestRow(other, time, row, source);
  }

  /** The sequence of the row after a key's newest, which may be null. */
  static long sequenceAfter(NewestRow newest, boolean anew, int length) {
    if (newest == null) {
      return 0;
    }
    // a leap: no former row is among the last T, and the next is not the successor
    return newest.sequence() + (anew ? length + 1 : 1);
  }
}
