/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.threshold;

import io.reconstream.model.threshold.ScoreDistribution.Tail;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/** Fits a {@link ScoreDistribution}. */
final class DistributionFit {
  /** Fewer scores get no tail: with a tenth of them in it, its quantiles would be guesses. */
  private static final int MIN_SCORES = 500;

  private static final int MIN_EXCEEDANCES = 50;

  /** More of them would reach down to where scores are not yet like the limit law. */
  private static final int MAX_EXCEEDANCES = 300;

  /** The share of scores in the tail between those bounds: the 98 % quantile, as SPOT has it. */
  private static final double EXCEEDANCES = 0.02;

  /** Bodies up to this size are kept whole. */
  private static final int MAX_QUANTILES = 512;

  private DistributionFit() {}

  /**
   * Fits to sorted, finite scores. The share of scores in the tail falls from a tenth to 2 % and,
   * beyond 15,000 scores, further: a higher quantile is closer to the limit law, as long as enough
   * scores pass it.
   */
  static ScoreDistribution fit(double[] sorted) {
    int n = sorted.length;
    int exceedances =
        (int) Math.max(MIN_EXCEEDANCES, Math.min(MAX_EXCEEDANCES, Math.round(EXCEEDANCES * n)));
    Tail tail = n < MIN_SCORES ? null : tail(sorted, exceedances);
    return body(sorted, tail == null ? n : n - exceedances, tail);
  }

  private static Tail tail(double[] sorted, int exceedances) {
    int first = sorted.length - exceedances;
    double from = sorted[first - 1];
    double[] excesses =
        Arrays.stream(sorted, first, sorted.length).map(score -> score - from).toArray();
    double exceedance = (exceedances + 1) / (sorted.length + 1.0);
    return GeneralizedPareto.fit(excesses)
        .map(law -> new Tail(from, exceedance, law.shape(), law.scale()))
        .orElse(null);
  }

  /** The lowest {@code size} scores: all, or those evenly and towards the top ever more closely. */
  private static ScoreDistribution body(double[] sorted, int size, Tail tail) {
    TreeSet<Integer> ranks = new TreeSet<>();
    if (size <= MAX_QUANTILES) {
      for (int i = 0; i < size; i++) {
        ranks.add(i);
      }
    } else {
      int half = MAX_QUANTILES / 2;
      for (int i = 0; i <= half; i++) {
        ranks.add((int) Math.round((size - 1.0) * i / half));
        ranks.add(size - (int) Math.round(Math.pow(size, (double) i / half)));
      }
    }
    List<Double> probabilities = new ArrayList<>();
    List<Double> quantiles = new ArrayList<>();
    for (int rank : ranks) {
      probabilities.add((rank + 1) / (sorted.length + 1.0));
      quantiles.add(sorted[rank]);
    }
    return new ScoreDistribution(sorted.length, probabilities, quantiles, tail);
  }
}
