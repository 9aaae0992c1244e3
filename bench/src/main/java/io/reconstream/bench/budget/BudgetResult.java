/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.budget;

import java.util.List;
import java.util.Map;

/**
 * The realised false-alarm rates of one budget.
 *
 * @param configuration keys other than the default
 * @param budget the rate that was asked for
 * @param mean over the seeds, of the realised rates
 * @param lowest over the seeds
 * @param highest over the seeds
 * @param meanOverBudget mean over budget; 1 is exact
 * @param deviationOverBudget standard deviation over the seeds, over budget
 * @param chanceOverBudget what that deviation is of alarms counted at random: of n rows a rate r
 *     passes n r, give or take their root, among those that calibrate and among the fresh ones
 * @param withinQuarter how many seeds realised a rate within a quarter of the budget
 * @param seeds how many there are
 * @param rates of the seeds, in order
 */
public record BudgetResult(
    Map<String, String> configuration,
    double budget,
    double mean,
    double lowest,
    double highest,
    double meanOverBudget,
    double deviationOverBudget,
    double chanceOverBudget,
    int withinQuarter,
    int seeds,
    List<Double> rates) {

  public BudgetResult {
    configuration = Map.copyOf(configuration);
    rates = List.copyOf(rates);
  }

  /**
   * @param calibrating rows that make each threshold
   * @param fresh rows on which each rate is counted
   */
  static BudgetResult of(
      Map<String, String> configuration,
      double budget,
      long calibrating,
      long fresh,
      List<Double> rates) {
    double mean = rates.stream().mapToDouble(rate -> rate).average().orElseThrow();
    double variance =
        rates.stream().mapToDouble(rate -> (rate - mean) * (rate - mean)).average().orElseThrow();
    return new BudgetResult(
        configuration,
        budget,
        mean,
        rates.stream().mapToDouble(rate -> rate).min().orElseThrow(),
        rates.stream().mapToDouble(rate -> rate).max().orElseThrow(),
        mean / budget,
        Math.sqrt(variance) / budget,
        Math.sqrt(1 / (budget * calibrating) + 1 / (budget * fresh)),
        (int) rates.stream().filter(rate -> Math.abs(rate - budget) <= budget / 4).count(),
        rates.size(),
        rates);
  }
}
