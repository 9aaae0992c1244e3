/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.verdicts;

import io.reconstream.schemas.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How a budget of alerts was kept on normal days.
 *
 * @param keys that were watched
 * @param days for so long
 * @param budget alerts per day of a key
 * @param realised alerts per day and key
 * @param keysWithin the share of keys whose own alerts per day are within 30 % of the budget
 * @param lowestKey the fewest alerts per day that a key had
 * @param highestKey the most
 * @param perDay alerts per key on each of the days
 */
public record BudgetKept(
    int keys,
    int days,
    double budget,
    double realised,
    double keysWithin,
    double lowestKey,
    double highestKey,
    List<Double> perDay) {
  private static final double TOLERANCE = 0.3;

  public BudgetKept {
    perDay = List.copyOf(perDay);
  }

  /**
   * @param first event time of the first day's beginning
   */
  static BudgetKept of(List<Alert> alerts, Instant first, int keys, int days, double budget) {
    Map<String, Long> byKey =
        alerts.stream().collect(Collectors.groupingBy(Alert::getKey, Collectors.counting()));
    Map<Long, Long> byDay =
        alerts.stream()
            .map(alert -> Duration.between(first, alert.getEventTime()).toDays())
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    List<Double> perKey =
        new ArrayList<>(byKey.values().stream().map(n -> (double) n / days).toList());
    while (perKey.size() < keys) {
      perKey.add(0.0); // never alarmed
    }
    return new BudgetKept(
        keys,
        days,
        budget,
        (double) alerts.size() / days / keys,
        (double) perKey.stream().filter(each -> within(each, budget)).count() / keys,
        perKey.stream().mapToDouble(each -> each).min().orElseThrow(),
        perKey.stream().mapToDouble(each -> each).max().orElseThrow(),
        IntStream.range(0, days)
            .mapToObj(day -> (double) byDay.getOrDefault((long) day, 0L) / keys)
            .toList());
  }

  private static boolean within(double realised, double budget) {
    return Math.abs(realised - budget) <= TOLERANCE * budget;
  }
}
