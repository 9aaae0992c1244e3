/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.budget;

import io.reconstream.bench.result.ResultFiles;
import io.reconstream.model.scoring.Scorer;
import io.reconstream.trainer.calibrate.Calibration;
import io.reconstream.trainer.config.ThresholdConfig;
import io.reconstream.trainer.config.TrainingConfig;
import io.reconstream.trainer.config.TrainingConfigReader;
import io.reconstream.trainer.progress.Progress;
import io.reconstream.trainer.score.RowScores;
import io.reconstream.trainer.train.TrainedModel;
import io.reconstream.trainer.train.Training;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Trains on one simulated plant after the other, calibrates for each budget, and counts the alarms
 * on rows of the same plant that took part in nothing.
 *
 * @param seeds how many plants
 * @param rows that each plant is calibrated on; a fifth as many train, four times as many are fresh
 * @param overrides configuration keys other than the default
 * @param progress what is going on
 */
public record BudgetBench(int seeds, int rows, Map<String, String> overrides, Progress progress) {
  private static final List<Double> BUDGETS = List.of(0.01, 0.001);

  /** Runs all and writes {@code budget.json} and {@code budget.html}. */
  public List<BudgetResult> run(ResultFiles results) {
    Map<Double, List<Double>> rates = new LinkedHashMap<>();
    progress.stage("calibrate simulated plants");
    for (int seed = 1; seed <= seeds; seed++) {
      Map<Double, Double> realised = realised(seed);
      realised.forEach(
          (budget, rate) -> rates.computeIfAbsent(budget, ignored -> new ArrayList<>()).add(rate));
      progress.step(seed, seeds, "realised " + realised);
    }
    List<BudgetResult> summary =
        BUDGETS.stream()
            .map(
                budget ->
                    BudgetResult.of(overrides, budget, rows, freshRows(rows), rates.get(budget)))
            .toList();
    results.write("budget", summary, BudgetPage.of(summary, rows));
    return summary;
  }

  /** So many that counting alarms adds little to what calibration leaves to chance. */
  static int freshRows(int rows) {
    return 4 * rows;
  }

  private TrainingConfig configuration(long seed) {
    Map<String, String> keys =
        new LinkedHashMap<>(
            Map.of("name", "plant", "data.files", "simulated", "training.seed", "" + seed));
    keys.putAll(overrides);
    return TrainingConfigReader.parse("{}", "bench budget", keys);
  }

  /** Budget to realised rate of one plant. */
  private Map<Double, Double> realised(long seed) {
    TrainingConfig config = configuration(seed);
    Plant plant = new Plant(seed);
    TrainedModel trained =
        Training.train(
            Plant.features(),
            plant.next(rows / 5),
            plant.next(rows / 20),
            config.model(),
            config.training(),
            Progress.silent());
    Map<Double, Double> realised = new LinkedHashMap<>();
    try (Scorer scorer = Scorer.open(trained.graph())) {
      double[] calibration = RowScores.of(scorer, plant.next(rows), Progress.silent());
      double[] fresh = RowScores.of(scorer, plant.next(freshRows(rows)), Progress.silent());
      for (double budget : BUDGETS) {
        ThresholdConfig rule = new ThresholdConfig(ThresholdConfig.Method.BUDGET, budget, 3, 0.1);
        double threshold =
            Calibration.of(calibration, Optional.empty(), rule, false).threshold().value();
        long alarms = Arrays.stream(fresh).filter(score -> score > threshold).count();
        realised.put(budget, (double) alarms / fresh.length);
      }
    }
    return realised;
  }
}
