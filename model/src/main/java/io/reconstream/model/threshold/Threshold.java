/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.threshold;

/**
 * The score above which a verdict is anomalous, and how it was chosen.
 *
 * @param value in the score's unit; finite
 * @param method the {@link ThresholdMethod#name()}, such as {@code budget}
 * @param budget the accepted share of normal events above the threshold, NaN where the method has
 *     none
 */
public record Threshold(double value, String method, double budget) {

  public Threshold {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "threshold is %s, expected a finite number".formatted(value));
    }
  }
}
