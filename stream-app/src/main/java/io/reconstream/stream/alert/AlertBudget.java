/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.alert;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * How many false alarms are accepted: a share of a key's events, or so many a day and key. Exactly
 * one of both is there.
 *
 * @param rate alerts per event, above 0 and below 0.02
 * @param perDay alerts per day of a key's event time, above 0
 */
public record AlertBudget(OptionalDouble rate, OptionalDouble perDay) {

  public AlertBudget {
    if (rate.isPresent() == perDay.isPresent()) {
      throw new IllegalArgumentException(
          "a budget has a rate of %s and %s alerts a day, expected one of both"
              .formatted(rate, perDay));
    }
  }

  /**
   * The accepted alerts per event of a key.
   *
   * @param interval the time between two of its events, in milliseconds
   * @param most what is accepted at most
   */
  double rate(double interval, double most) {
    double wanted =
        rate.isPresent()
            ? rate.getAsDouble()
            : perDay.getAsDouble() * interval / Duration.ofDays(1).toMillis();
    return Math.max(Double.MIN_NORMAL, Math.min(most, wanted));
  }
}
