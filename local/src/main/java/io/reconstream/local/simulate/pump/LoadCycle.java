/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.simulate.pump;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** The programme a pump runs: it holds a speed and a valve opening for minutes, then moves on. */
final class LoadCycle {
  private static final Duration ACTUATOR = Duration.ofSeconds(15);

  private final RandomGenerator random;
  private final Lag speed = new Lag(ACTUATOR, 0.8);
  private final Lag valve = new Lag(ACTUATOR, 0.7);
  private double speedSetting;
  private double valveSetting;
  private Duration left = Duration.ZERO;

  LoadCycle(RandomGenerator random) {
    this.random = random;
  }

  void advance(Duration step) {
    left = left.minus(step);
    if (left.isNegative()) {
      left = Duration.ofSeconds(random.nextInt(90, 360));
      speedSetting = random.nextDouble(0.55, 1.0);
      valveSetting = random.nextDouble(0.35, 1.0);
    }
    speed.approach(speedSetting, step);
    valve.approach(valveSetting, step);
  }

  /** Of the rated speed, 0.55 to 1. */
  double speed() {
    return speed.value();
  }

  /** Of the full opening, 0.35 to 1. */
  double valve() {
    return valve.value();
  }
}
