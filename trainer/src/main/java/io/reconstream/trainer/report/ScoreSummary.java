/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Scores in short.
 *
 * @param quantiles at fixed probabilities, rising
 * @param histogram bins of equal width over all scores
 */
public record ScoreSummary(List<Quantile> quantiles, List<Bin> histogram) {
  private static final double[] PROBABILITIES = {0, 0.01, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 1};
  private static final int BINS = 50;

  /** The score that a share {@code probability} of the rows does not exceed. */
  public record Quantile(double probability, double score) {}

  /** The number of scores from {@code from} to {@code to}. */
  public record Bin(double from, double to, long count) {}

  /** Sums up at least one score. */
  public static ScoreSummary of(double[] scores) {
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    List<Quantile> quantiles = new ArrayList<>();
    for (double probability : PROBABILITIES) {
      int rank = (int) Math.ceil(probability * sorted.length) - 1;
      quantiles.add(new Quantile(probability, sorted[Math.max(0, rank)]));
    }
    double lowest = sorted[0];
    double width = (sorted[sorted.length - 1] - lowest) / BINS;
    long[] counts = new long[BINS];
    for (double score : sorted) {
      counts[width == 0 ? 0 : Math.min(BINS - 1, (int) ((score - lowest) / width))]++;
    }
    List<Bin> histogram = new ArrayList<>();
    for (int i = 0; i < BINS; i++) {
      histogram.add(new Bin(lowest + i * width, lowest + (i + 1) * width, counts[i]));
    }
    return new ScoreSummary(quantiles, histogram);
  }
}
