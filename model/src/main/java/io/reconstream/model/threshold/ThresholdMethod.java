/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.threshold;

import java.util.Arrays;

/**
 * A rule that makes a threshold of the scores of held-out rows.
 *
 * <p>{@link Budget} is the default: it alone says what a threshold costs in false alarms, whatever
 * the scores' distribution. The others are there because people know them.
 */
public sealed interface ThresholdMethod {

  /** The name in configurations, bundles and reports. */
  String name();

  /**
   * Chooses the threshold.
   *
   * @param held the scores of held-out rows
   * @throws IllegalArgumentException if the method needs labels and there are none
   */
  Threshold choose(HeldOutScores held);

  /**
   * The score that a share {@code rate} of normal rows exceeds, by the fitted distribution and its
   * generalised Pareto tail.
   */
  record Budget(double rate) implements ThresholdMethod {
    @Override
    public String name() {
      return "budget";
    }

    @Override
    public Threshold choose(HeldOutScores held) {
      return new Threshold(ScoreDistribution.fit(held.scores()).threshold(rate), name(), rate);
    }
  }

  /** The score that a share {@code rate} of the held-out rows exceeded, with no assumption. */
  record Quantile(double rate) implements ThresholdMethod {
    @Override
    public String name() {
      return "quantile";
    }

    @Override
    public Threshold choose(HeldOutScores held) {
      double[] sorted = held.sorted();
      int exceeding = (int) Math.floor(rate * sorted.length);
      return new Threshold(sorted[sorted.length - 1 - exceeding], name(), rate);
    }
  }

  /** Mean plus {@code k} standard deviations: right for normal scores, which errors are not. */
  record MeanDeviation(double k) implements ThresholdMethod {
    @Override
    public String name() {
      return "mean_sd";
    }

    @Override
    public Threshold choose(HeldOutScores held) {
      double[] scores = held.scores();
      double mean = Arrays.stream(scores).average().orElseThrow();
      double variance =
          Arrays.stream(scores).map(s -> (s - mean) * (s - mean)).average().orElseThrow();
      return new Threshold(mean + k * Math.sqrt(variance), name(), Double.NaN);
    }
  }

  /**
   * Median plus {@code k} times the median absolute deviation, scaled by 1.4826 to the standard
   * deviation of a normal (Leys et al. 2013): not moved by anomalies among the held-out rows.
   */
  record MedianDeviation(double k) implements ThresholdMethod {
    private static final double TO_NORMAL = 1.4826;

    @Override
    public String name() {
      return "mad";
    }

    @Override
    public Threshold choose(HeldOutScores held) {
      double median = median(held.sorted());
      double deviation =
          median(Arrays.stream(held.scores()).map(s -> Math.abs(s - median)).sorted().toArray());
      return new Threshold(median + k * TO_NORMAL * deviation, name(), Double.NaN);
    }

    private static double median(double[] sorted) {
      int middle = sorted.length / 2;
      return sorted.length % 2 == 1 ? sorted[middle] : sorted[middle - 1] / 2 + sorted[middle] / 2;
    }
  }

  /** The threshold with the highest F1 on labelled rows, halfway to the next higher score. */
  record BestF1() implements ThresholdMethod {
    @Override
    public String name() {
      return "best_f1";
    }

    @Override
    public Threshold choose(HeldOutScores held) {
      return new Threshold(held.bestF1(), name(), Double.NaN);
    }
  }
}
