/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.calibrate;

import io.reconstream.model.threshold.HeldOutScores;
import io.reconstream.model.threshold.ScoreDistribution;
import io.reconstream.model.threshold.Threshold;
import io.reconstream.model.threshold.ThresholdMethod;
import io.reconstream.trainer.config.InvalidInputException;
import io.reconstream.trainer.config.ThresholdConfig;
import java.util.BitSet;
import java.util.Optional;

/**
 * What calibration finds.
 *
 * @param distribution of the scores
 * @param threshold by the configured method
 */
public record Calibration(ScoreDistribution distribution, Threshold threshold) {

  /**
   * Calibrates.
   *
   * @param scores of the calibration rows
   * @param labels which of them are anomalies; used by {@code best_f1} alone
   */
  public static Calibration of(double[] scores, Optional<BitSet> labels, ThresholdConfig config) {
    HeldOutScores held =
        labels
            .map(set -> new HeldOutScores(scores, flags(set, scores.length)))
            .orElseGet(() -> HeldOutScores.unlabelled(scores));
    if (config.method() == ThresholdConfig.Method.BEST_F1
        && labels.map(BitSet::isEmpty).orElse(true)) {
      throw new InvalidInputException(
          "threshold.method is 'best_f1', but none of the %d calibration rows is labelled as an anomaly; expected some, or another method"
              .formatted(scores.length));
    }
    return new Calibration(ScoreDistribution.fit(scores), method(config).choose(held));
  }

  private static ThresholdMethod method(ThresholdConfig config) {
    return switch (config.method()) {
      case BUDGET -> new ThresholdMethod.Budget(config.rate());
      case QUANTILE -> new ThresholdMethod.Quantile(config.rate());
      case MEAN_SD -> new ThresholdMethod.MeanDeviation(config.k());
      case MAD -> new ThresholdMethod.MedianDeviation(config.k());
      case BEST_F1 -> new ThresholdMethod.BestF1();
    };
  }

  private static boolean[] flags(BitSet set, int length) {
    boolean[] flags = new boolean[length];
    set.stream().forEach(i -> flags[i] = true);
    return flags;
  }
}
