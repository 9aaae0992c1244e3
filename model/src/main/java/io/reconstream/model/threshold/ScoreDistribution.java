/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.threshold;

import java.util.List;

/**
 * The distribution of the scores of held-out normal rows: empirical in the body, a generalised
 * Pareto above a high quantile (peaks over threshold; Pickands 1975, Siffer et al. 2017).
 *
 * @param count how many scores it was fitted on
 * @param probabilities increasing, in [0, 1]
 * @param quantiles the scores at those probabilities
 * @param tail the fit above the highest body quantile, or null when there were too few scores
 */
public record ScoreDistribution(
    long count, List<Double> probabilities, List<Double> quantiles, Tail tail) {

  /**
   * A generalised Pareto tail.
   *
   * @param from the score where it begins
   * @param exceedance the share of scores above {@code from}
   * @param shape ξ
   * @param scale σ, above 0
   */
  public record Tail(double from, double exceedance, double shape, double scale) {}

  public ScoreDistribution {
    probabilities = List.copyOf(probabilities);
    quantiles = List.copyOf(quantiles);
  }

  /** Fits the distribution to scores in any order; all must be finite. */
  public static ScoreDistribution fit(double[] scores) {
    throw new UnsupportedOperationException("to be written");
  }

  /** The probability that a normal row scores higher than this, in (0, 1]. */
  public double pValue(double score) {
    throw new UnsupportedOperationException("to be written");
  }

  /** The score that a normal row exceeds with this probability. */
  public double threshold(double rate) {
    throw new UnsupportedOperationException("to be written");
  }
}
