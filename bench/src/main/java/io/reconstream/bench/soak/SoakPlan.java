/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.soak;

import java.time.Duration;

/**
 * How long a soak takes.
 *
 * @param capacity for how long capacity is measured; its first half warms up
 * @param length of the soak itself
 * @param life between two starts of the product
 * @param sample between two samples
 * @param share of the capacity that is fed, above 0 and below 1
 */
public record SoakPlan(
    Duration capacity, Duration length, Duration life, Duration sample, double share) {

  /** Half of what the product can do. */
  private static final double HALF = 0.5;

  public static SoakPlan of(Duration length, Duration life) {
    return new SoakPlan(Duration.ofSeconds(60), length, life, Duration.ofSeconds(5), HALF);
  }

  /** A smoke run, whose figures say nothing. */
  public static SoakPlan quick() {
    return new SoakPlan(
        Duration.ofSeconds(3),
        Duration.ofSeconds(6),
        Duration.ofSeconds(3),
        Duration.ofMillis(250),
        HALF);
  }
}
