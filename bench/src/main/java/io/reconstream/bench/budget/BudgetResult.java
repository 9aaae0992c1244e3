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
    int withinQuarter,
    int seeds,
    List<Double> rates) {

  public BudgetResult {
    configuration = Map.copyOf(configuration);
    rates = List.copyOf(rates);
  }

  static BudgetResult of(Map<String, String> configuration, double budget, List<Double> rates) {
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
        (int) rates.stream().filter(rate -> Math.abs(rate - budget) <= budget / 4).count(),
        rates.size(),
        rates);
  }
}
