/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.simulate.pump;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The slow loss of calibration of healthy sensors, each at its own constant pace. */
final class Ageing {
  private static final double WEEK = Duration.ofDays(7).toMillis();

  private final Instant start;
  private final Map<Sensor, Double> perWeek = new EnumMap<>(Sensor.class);

  /**
   * @param deviation of what the sensors lose in a week, in spans
   * @param start when all of them are calibrated
   */
  Ageing(double deviation, Instant start, RandomGenerator random) {
    this.start = start;
    for (Sensor sensor : Sensor.values()) {
      perWeek.put(sensor, deviation * sensor.span() * random.nextGaussian());
    }
  }

  /** What a sensor shows too much, in its unit. */
  double offset(Sensor sensor, Instant time) {
    return perWeek.get(sensor) * Duration.between(start, time).toMillis() / WEEK;
  }
}
