/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.policy;

/** On which side of its expected value a feature is allowed to raise an alert. */
public enum Direction {
  HIGH,
  LOW,
  BOTH;

  boolean admits(double value, double expected) {
    return switch (this) {
      case HIGH -> value > expected;
      case LOW -> value < expected;
      case BOTH -> true;
    };
  }
}
