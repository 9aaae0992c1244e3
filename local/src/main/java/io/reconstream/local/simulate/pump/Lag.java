/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.simulate.pump;

import java.time.Duration;

/** A quantity that approaches its target exponentially: a first-order lag, exact for any step. */
final class Lag {
  private final Duration timeConstant;
  private double value;

  Lag(Duration timeConstant, double value) {
    this.timeConstant = timeConstant;
    this.value = value;
  }

  double approach(double target, Duration step) {
    value = target + (value - target) * kept(step, timeConstant);
    return value;
  }

  double value() {
    return value;
  }

  /** The share of a deviation that is left after a step. */
  static double kept(Duration step, Duration timeConstant) {
    return Math.exp(-(double) step.toMillis() / timeConstant.toMillis());
  }
}
