/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.verdicts;

import io.reconstream.schemas.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
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
 * @param deviation standard deviation over the keys of their alerts per day
 * @param perKey alerts per day of each key, rising
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
    double deviation,
    List<Double> perKey,
    List<Double> perDay) {
  private static final double TOLERANCE = 0.3;

  public BudgetKept {
    perKey = List.copyOf(perKey);
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
    perKey.sort(Comparator.naturalOrder());
    double realised = (double) alerts.size() / days / keys;
    return new BudgetKept(
        keys,
        days,
        budget,
        realised,
        (double) perKey.stream().filter(each -> within(each, budget)).count() / keys,
        perKey.get(0),
        perKey.get(keys - 1),
        Math.sqrt(
            perKey.stream()
                .mapToDouble(each -> (each - realised) * (each - realised))
                .average()
                .orElseThrow()),
        perKey,
        IntStream.range(0, days)
            .mapToObj(day -> (double) byDay.getOrDefault((long) day, 0L) / keys)
            .toList());
  }

  private static boolean within(double realised, double budget) {
    return Math.abs(realised - budget) <= TOLERANCE * budget;
  }
}
