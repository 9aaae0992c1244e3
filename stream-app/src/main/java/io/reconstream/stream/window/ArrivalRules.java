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
 */
public record ArrivalRules(Duration gap, Duration idle, Duration ahead) {

  /**
   * Judges an event against the key's newest row.
   *
   * @param newest null for a key without a row
   * @param time the event's, epoch milliseconds
   * @param row the event's F floats
   * @param timestamp the record's
   */
  Arrival judge(NewestRow newest, long time, FloatBuffer row, long timestamp) {
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
    return exceeds(silence, gap) || exceeds(silence, idle) ? Arrival.AFTER_GAP : Arrival.NEXT;
  }

  private static boolean exceeds(long silence, Duration limit) {
    return !limit.isZero() && silence > limit.toMillis();
  }
}
