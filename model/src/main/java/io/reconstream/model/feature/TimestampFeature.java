/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.feature;

import java.nio.FloatBuffer;
import java.util.List;

/**
 * A moment, seen as its place in a cycle: two columns, the sine and cosine of the phase, so that
 * 23:59 and 00:01 are neighbours. Phases are in UTC.
 */
public record TimestampFeature(String name, FieldPath field, boolean required, Cycle cycle)
    implements Feature {

  /** A cycle of the calendar. */
  public enum Cycle {
    HOUR_OF_DAY(86_400_000L, 0, 24),
    /** From Monday 00:00; the epoch was a Thursday. */
    DAY_OF_WEEK(604_800_000L, 3 * 86_400_000L, 7),
    /** Of 365.2425 days, counted from the epoch. */
    DAY_OF_YEAR(31_556_952_000L, 0, 365.2425);

    private final long lengthMillis;
    private final long offsetMillis;
    private final double units;

    Cycle(long lengthMillis, long offsetMillis, double units) {
      this.lengthMillis = lengthMillis;
      this.offsetMillis = offsetMillis;
      this.units = units;
    }

    /** The phase in radians, 0 to 2π. */
    double phase(long epochMillis) {
      return 2 * Math.PI * Math.floorMod(epochMillis + offsetMillis, lengthMillis) / lengthMillis;
    }
  }

  @Override
  public List<String> columns() {
    return List.of(name + "_sin", name + "_cos");
  }

  /** Writes sine and cosine of the phase at {@code offset} and the place after it. */
  public void encode(long epochMillis, FloatBuffer row, int offset) {
    double phase = cycle.phase(epochMillis);
    row.put(offset, (float) Math.sin(phase));
    row.put(offset + 1, (float) Math.cos(phase));
  }

  /**
   * Where sine and cosine of a phase are in the cycle: hours since midnight, 0 to 24, or days since
   * Monday, 0 to 7, or days of the year, 0 to 365.2425.
   */
  public double place(float sine, float cosine) {
    double turn = Math.atan2(sine, cosine) / (2 * Math.PI);
    return cycle.units * (turn < 0 ? turn + 1 : turn);
  }
}
