/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.simulate.pump;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** A quantity that wanders around zero: an Ornstein-Uhlenbeck process, exact for any step. */
final class Wander {
  private final double deviation;
  private final Duration memory;
  private final RandomGenerator random;
  private double value;

  /**
   * @param deviation its standard deviation in the long run
   * @param memory the time in which its correlation with itself falls to 1/e
   */
  Wander(double deviation, Duration memory, RandomGenerator random) {
    this.deviation = deviation;
    this.memory = memory;
    this.random = random;
    this.value = deviation * random.nextGaussian();
  }

  double advance(Duration step) {
    double kept = Lag.kept(step, memory);
    value = kept * value + deviation * Math.sqrt(1 - kept * kept) * random.nextGaussian();
    return value;
  }
}
