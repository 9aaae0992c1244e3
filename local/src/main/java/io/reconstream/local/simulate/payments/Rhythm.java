/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.simulate.payments;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.random.RandomGenerator;

/**
 * When a customer pays: around midday and in the evening, hardly at night.
 *
 * @param perDay payments a day on average
 * @param midday the first peak, hour of the day
 * @param evening the second peak, hour of the day
 */
record Rhythm(double perDay, double midday, double evening) {
  private static final double NIGHT = 0.02;

  static Rhythm of(RandomGenerator random) {
    return new Rhythm(
        random.nextDouble(0.8, 4.0),
        12.0 + 1.2 * random.nextGaussian(),
        18.5 + 1.0 * random.nextGaussian());
  }

  /** The time of the next payment: a Poisson process whose rate follows the day, by thinning. */
  Instant next(Instant after, RandomGenerator random) {
    double highestRate = perDay / (meanWeight() * 86_400_000.0);
    Instant time = after;
    do {
      time = time.plusMillis(1 + (long) (random.nextExponential() / highestRate));
    } while (random.nextDouble() > weight(time));
    return time;
  }

  /** How likely a payment is at this time of day, 0 to 1. */
  private double weight(Instant time) {
    double hour = LocalTime.ofInstant(time, ZoneOffset.UTC).toSecondOfDay() / 3600.0;
    return Math.min(1, NIGHT + 0.8 * peak(hour, midday, 2.0) + 0.9 * peak(hour, evening, 1.6));
  }

  private static double peak(double hour, double centre, double width) {
    double distance = (hour - centre) / width;
    return Math.exp(-distance * distance / 2);
  }

  /** The mean weight over a day; the area of a peak is {@code width √(2π)}. */
  private static double meanWeight() {
    return NIGHT + (0.8 * 2.0 + 0.9 * 1.6) * Math.sqrt(2 * Math.PI) / 24;
  }
}
