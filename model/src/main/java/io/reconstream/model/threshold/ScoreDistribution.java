/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.threshold;

import java.util.Arrays;
import java.util.List;

/**
 * The distribution of the scores of held-out normal rows: empirical in the body, a generalised
 * Pareto above a high quantile (peaks over threshold; Pickands 1975, Siffer et al. 2017).
 *
 * <p>In the body the probability of a score is interpolated between order statistics at the
 * plotting positions i/(n+1) (Weibull). Without a tail no p-value is below 1/(n+1): so few scores
 * say nothing about rarer ones.
 *
 * @param count how many scores it was fitted on
 * @param probabilities increasing, in [0, 1]
 * @param quantiles the scores at those probabilities
 * @param tail the fit above the highest body quantile, or null when there were too few scores
 */
public record ScoreDistribution(
    long count, List<Double> probabilities, List<Double> quantiles, Tail tail) {

  /** Far below any budget, and still a number whose logarithm is finite. */
  private static final double MIN_P_VALUE = Double.MIN_NORMAL;

  /**
   * A generalised Pareto tail.
   *
   * @param from the score where it begins
   * @param exceedance the share of scores above {@code from}
   * @param shape ξ, in (-1, 1)
   * @param scale σ, above 0
   */
  public record Tail(double from, double exceedance, double shape, double scale) {

    public Tail {
      new GeneralizedPareto(shape, scale);
      if (!Double.isFinite(from) || !(exceedance > 0 && exceedance < 1)) {
        throw new IllegalArgumentException(
            "tail from %s with exceedance %s, expected a finite score and a share in (0, 1)"
                .formatted(from, exceedance));
      }
    }

    private double pValue(double score) {
      return exceedance * new GeneralizedPareto(shape, scale).survival(score - from);
    }

    private double score(double pValue) {
      return from + new GeneralizedPareto(shape, scale).excess(pValue / exceedance);
    }
  }

  public ScoreDistribution {
    probabilities = List.copyOf(probabilities);
    quantiles = List.copyOf(quantiles);
    if (count < 1 || probabilities.isEmpty() || probabilities.size() != quantiles.size()) {
      throw new IllegalArgumentException(
          "a distribution of %d scores with %d probabilities and %d quantiles, expected at least one score and as many of each"
              .formatted(count, probabilities.size(), quantiles.size()));
    }
    for (int i = 0; i < quantiles.size(); i++) {
      double p = probabilities.get(i);
      double q = quantiles.get(i);
      boolean rising = i == 0 || (p > probabilities.get(i - 1) && q >= quantiles.get(i - 1));
      if (!(p >= 0 && p <= 1) || !Double.isFinite(q) || !rising) {
        throw new IllegalArgumentException(
            "quantile %d of a distribution is %s at probability %s, expected finite, rising quantiles at rising probabilities in [0, 1]"
                .formatted(i, q, p));
      }
    }
  }

  /**
   * Fits the distribution to scores in any order.
   *
   * @param scores at least one; all must be finite
   * @throws IllegalArgumentException if there is none, or one is not finite
   */
  public static ScoreDistribution fit(double[] scores) {
    if (scores.length == 0) {
      throw new IllegalArgumentException("no scores to fit a distribution to, expected at least 1");
    }
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    // NaN sorts last
    for (double score : new double[] {sorted[0], sorted[sorted.length - 1]}) {
      if (!Double.isFinite(score)) {
        throw new IllegalArgumentException(
            "a score is %s, expected finite scores to fit a distribution to".formatted(score));
      }
    }
    return DistributionFit.fit(sorted);
  }

  /** The probability that a normal row scores higher than this, in (0, 1]; 1 for NaN. */
  public double pValue(double score) {
    if (Double.isNaN(score) || score < quantiles.get(0)) {
      return 1;
    }
    int last = quantiles.size() - 1;
    if (score >= quantiles.get(last)) {
      double beyond = 1 - probabilities.get(last);
      return Math.max(MIN_P_VALUE, tail == null ? beyond : tail.pValue(score));
    }
    int above = firstAbove(quantiles, score);
    double share =
        (score - quantiles.get(above - 1)) / (quantiles.get(above) - quantiles.get(above - 1));
    double below = probabilities.get(above - 1);
    return 1 - (below + share * (probabilities.get(above) - below));
  }

  /**
   * The score that a normal row exceeds with this probability.
   *
   * @param rate in (0, 1); one that is rarer than the scores can tell without a tail gives the
   *     highest of them
   */
  public double threshold(double rate) {
    if (!(rate > 0 && rate < 1)) {
      throw new IllegalArgumentException(
          "false-alarm rate is %s, expected between 0 and 1 (exclusive)".formatted(rate));
    }
    int last = quantiles.size() - 1;
    double probability = 1 - rate;
    if (tail != null && rate <= tail.exceedance()) {
      return Math.min(Double.MAX_VALUE, tail.score(rate));
    }
    if (probability >= probabilities.get(last)) {
      return quantiles.get(last);
    }
    if (probability <= probabilities.get(0)) {
      return quantiles.get(0);
    }
    int above = firstAbove(probabilities, probability);
    double below = probabilities.get(above - 1);
    double share = (probability - below) / (probabilities.get(above) - below);
    return quantiles.get(above - 1) + share * (quantiles.get(above) - quantiles.get(above - 1));
  }

  /** The index of the first value above a key; there is one. */
  private static int firstAbove(List<Double> values, double key) {
    int low = 0;
    int high = values.size() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (values.get(middle) > key) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
