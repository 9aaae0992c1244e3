/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.policy;

/**
 * What a feature must show to count as a cause.
 *
 * @param direction the side on which it counts
 * @param floor smallest absolute difference from the expected value, in the user's unit; at least 0
 * @param floorPercent smallest difference as a percentage of the expected value; at least 0
 */
public record FeatureRule(Direction direction, double floor, double floorPercent) {

  public FeatureRule {
    direction = direction == null ? Direction.BOTH : direction;
    if (!(floor >= 0)) {
      throw new IllegalArgumentException("floor is %s, expected 0 or more".formatted(floor));
    }
    if (!(floorPercent >= 0)) {
      throw new IllegalArgumentException(
          "floorPercent is %s, expected 0 or more".formatted(floorPercent));
    }
  }

  boolean belowFloor(double value, double expected) {
    double difference = Math.abs(value - expected);
    return difference < floor || difference < Math.abs(expected) * floorPercent / 100;
  }
}
