/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.window;

import java.time.Duration;

/**
 * How single measurements of a machine's sensors become rows, one for each bucket of time that has
 * a measurement.
 *
 * @param bucket the time between two rows; at least a millisecond
 * @param fill what a sensor's value is at a row's time
 * @param delay how long after a row's time its measurements may still arrive, by the machine's
 *     newest measurement; zero or more
 * @param maxAge a sensor's value is missing once its last measurement is older; zero: never
 */
public record PivotSpec(Duration bucket, Fill fill, Duration delay, Duration maxAge) {

  /** What a sensor's value is between two measurements. */
  public enum Fill {
    /** That of the last measurement at or before the row's time. */
    LAST,
    /**
     * On the line from the last measurement at or before the row's time to the first one after it;
     * the last one's where none after it is there yet.
     */
    INTERPOLATE
  }

  public PivotSpec {
    require(bucket.toMillis() >= 1, "bucket", bucket, "a millisecond or more");
    require(!delay.isNegative(), "delay", delay, "zero or more");
    require(!maxAge.isNegative(), "maxAge", maxAge, "zero or more");
  }

  private static void require(boolean holds, String name, Duration actual, String allowed) {
    if (!holds) {
      throw new IllegalArgumentException(
          "pivot's %s is %s, expected %s".formatted(name, actual, allowed));
    }
  }

  /** The time of the row that a measurement of this time goes into: its bucket's end. */
  long rowTime(long time) {
    long millis = bucket.toMillis();
    return -Math.floorDiv(-time, millis) * millis;
  }
}
