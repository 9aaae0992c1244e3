/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.window;

import java.nio.FloatBuffer;
import java.time.Duration;

/**
 * Which events a window takes in.
 *
 * @param gap a longer silence of a key begins its window anew; zero: no silence does
 * @param idle after so long a silence a key may be forgotten; zero: never
 * @param ahead how far an event's time may be after its record's timestamp
 * @param step the time between two rows of a key, where rows that are missing are interpolated;
 *     zero: they are not
 */
public record ArrivalRules(Duration gap, Duration idle, Duration ahead, Duration step) {

  /**
   * Judges an event against the key's newest row.
   *
   * @param newest null for a key without a row
   * @param time the event's, epoch milliseconds
   * @param row the event's F floats
   * @param timestamp the record's
   * @param length T
   */
  Arrival judge(NewestRow newest, long time, FloatBuffer row, long timestamp, int length) {
    if (time - timestamp > ahead.toMillis()) {
      return Arrival.FUTURE;
    }
    if (newest == null) {
      return Arrival.NEXT;
    }
    if (time < newest.time()) {
      return Arrival.LATE;
    }
    if (time == newest.time() && row.equals(newest.row())) {
      return Arrival.DUPLICATE;
    }
    long silence = time - newest.time();
    if (exceeds(silence, gap) || exceeds(silence, idle)) {
      return Arrival.AFTER_GAP;
    }
    long missing = missing(silence);
    if (missing == 0) {
      return Arrival.NEXT;
    }
    // a window has at least the two rows between which it is interpolated
    return missing <= length - 2 ? Arrival.AFTER_MISSING : Arrival.AFTER_GAP;
  }

  /** How many rows are missing in a silence of so many milliseconds; 0 without a step. */
  long missing(long silence) {
    return step.isZero() ? 0 : Math.max(0, Math.round((double) silence / step.toMillis()) - 1);
  }

  private static boolean exceeds(long silence, Duration limit) {
    return !limit.isZero() && silence > limit.toMillis();
  }
}
