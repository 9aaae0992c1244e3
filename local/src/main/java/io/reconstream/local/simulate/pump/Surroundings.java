/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.simulate.pump;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.random.RandomGenerator;

/** What all pumps of the bench share: the air of the hall and the grid. */
final class Surroundings {
  private static final double MEAN_AIR = 21;
  private static final double DAILY_AIR_SWING = 4;
  private static final double HOUR_OF_MEAN_AIR = 9;

  private final Wander weather;
  private final Wander grid;
  private double air;
  private double voltage;

  Surroundings(RandomGenerator random) {
    weather = new Wander(0.6, Duration.ofHours(2), random);
    grid = new Wander(2.0, Duration.ofMinutes(10), random);
  }

  void advance(Instant time, Duration step) {
    double hours = LocalTime.ofInstant(time, ZoneOffset.UTC).toSecondOfDay() / 3600.0;
    double day = Math.sin(2 * Math.PI * (hours - HOUR_OF_MEAN_AIR) / 24);
    air = MEAN_AIR + DAILY_AIR_SWING * day + weather.advance(step);
    voltage = 230 + grid.advance(step);
  }

  /** °C. */
  double air() {
    return air;
  }

  /** The grid's voltage without load, V. */
  double voltage() {
    return voltage;
  }
}
