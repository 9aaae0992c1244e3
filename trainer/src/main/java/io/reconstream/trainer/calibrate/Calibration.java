/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.calibrate;

import io.reconstream.model.threshold.HeldOutScores;
import io.reconstream.model.threshold.ScoreDistribution;
import io.reconstream.model.threshold.Threshold;
import io.reconstream.model.threshold.ThresholdMethod;
import io.reconstream.trainer.config.InvalidInputException;
import io.reconstream.trainer.config.ThresholdConfig;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * What calibration finds.
 *
 * @param distribution of the scores
 * @param threshold by the configured method
 * @param notes what makes the threshold less sure than it looks
 */
public record Calibration(ScoreDistribution distribution, Threshold threshold, List<String> notes) {

  /** Fewer rows than this above a threshold: realised rates may be off by a quarter and more. */
  private static final int FEW_EXCEEDANCES = 20;

  /** So many rows above a threshold keep realised rates within a quarter of the budget. */
  private static final int ENOUGH_EXCEEDANCES = 100;

  /** Errors 1.65 times as large as the largest of normal rows. */
  private static final double MARGIN = 0.5;

  public Calibration {
    notes = List.copyOf(notes);
  }

  /**
   * Calibrates.
   *
   * @param scores of the calibration rows
   * @param labels which of them are anomalies; used by {@code best_f1} alone
   * @param logarithmic whether scores are logarithms of smoothed errors, of which neighbours are
   *     alike; where a budget is beyond what so many of them can tell, a margin then makes up for
   *     it
   */
  public static Calibration of(
      double[] scores, Optional<BitSet> labels, ThresholdConfig config, boolean logarithmic) {
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
    ScoreDistribution distribution = ScoreDistribution.fit(scores);
    Threshold threshold = method(config).choose(held);
    boolean highest = distribution.tail() == null && config.rate() * (scores.length + 1) <= 1;
    if (logarithmic && config.method() == ThresholdConfig.Method.BUDGET && highest) {
      threshold = new Threshold(threshold.value() + MARGIN, threshold.method(), threshold.budget());
    }
    return new Calibration(distribution, threshold, notes(scores, labels, config));
  }

  private static List<String> notes(
      double[] scores, Optional<BitSet> labels, ThresholdConfig config) {
    boolean hasRate =
        config.method() == ThresholdConfig.Method.BUDGET
            || config.method() == ThresholdConfig.Method.QUANTILE;
    List<String> notes = new ArrayList<>();
    if (hasRate && config.rate() * scores.length < FEW_EXCEEDANCES) {
      notes.add(
          "%d calibration rows are few for threshold.rate %s: about %.1f of them are above the threshold; %.0f rows would keep realised rates within a quarter of it"
              .formatted(
                  scores.length,
                  config.rate(),
                  config.rate() * scores.length,
                  ENOUGH_EXCEEDANCES / config.rate()));
    }
    int anomalies = labels.map(BitSet::cardinality).orElse(0);
    if (hasRate && anomalies > config.rate() * scores.length) {
      notes.add(
          "%d of %d calibration rows are labelled as anomalies, more than threshold.rate %s: they raise the threshold; data.train_on: normal leaves them out"
              .formatted(anomalies, scores.length, config.rate()));
    }
    return notes;
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
