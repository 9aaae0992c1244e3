/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.threshold;

import java.util.Optional;

/**
 * The generalised Pareto distribution, the limit law of the excess over a high threshold (Pickands
 * 1975).
 *
 * <p>With a negative shape it has an end, beyond which no excess would be possible. From the excess
 * on that one in {@value #RELIABLE} passes, it therefore goes on exponentially with the hazard rate
 * that it has there.
 *
 * @param shape ξ, in (-1, 1)
 * @param scale σ, above 0
 */
public record GeneralizedPareto(double shape, double scale) {
  private static final double RELIABLE = 1e3;

  /** Below this |ξ| the exponential is the same to rounding. */
  private static final double EXPONENTIAL = 1e-9;

  public GeneralizedPareto {
    if (!isValid(shape, scale)) {
      throw new IllegalArgumentException(
          "generalised Pareto with shape %s, scale %s; expected shape in (-1, 1), scale above 0"
              .formatted(shape, scale));
    }
  }

  private static boolean isValid(double shape, double scale) {
    return Math.abs(shape) < 1 && scale > 0 && scale <= Double.MAX_VALUE;
  }

  /**
   * Fits to excesses by probability-weighted moments (Hosking and Wallis 1987): closed form, and
   * for the tens to hundreds of excesses at hand as good as maximum likelihood.
   *
   * @param sorted excesses over the threshold, at least 0, rising
   * @return empty where there is no such distribution, as for excesses that are all alike
   */
  public static Optional<GeneralizedPareto> fit(double[] sorted) {
    int n = sorted.length;
    double a0 = 0;
    double a1 = 0;
    for (int i = 0; i < n; i++) {
      a0 += sorted[i] / n;
      a1 += sorted[i] / n * (1 - (i + 0.65) / n);
    }
    double shape = 2 - a0 / (a0 - 2 * a1);
    double scale = 2 * a0 * a1 / (a0 - 2 * a1);
    return isValid(shape, scale)
        ? Optional.of(new GeneralizedPareto(shape, scale))
        : Optional.empty();
  }

  /** The probability of a larger excess, in [0, 1]. */
  public double survival(double excess) {
    if (Math.abs(shape) < EXPONENTIAL) {
      return Math.exp(-excess / scale);
    }
    double end = reliableEnd();
    if (shape < 0 && excess > end) {
      return Math.exp(-(excess - end) / hazardScale()) / RELIABLE;
    }
    return Math.exp(-Math.log1p(shape * excess / scale) / shape);
  }

  /** The excess that is passed with this probability: the inverse of {@link #survival}. */
  public double excess(double survival) {
    double log = -Math.log(survival);
    if (Math.abs(shape) < EXPONENTIAL) {
      return scale * log;
    }
    if (shape < 0 && survival < 1 / RELIABLE) {
      return reliableEnd() + hazardScale() * (log - Math.log(RELIABLE));
    }
    return scale * Math.expm1(shape * log) / shape;
  }

  /** The excess that one in {@link #RELIABLE} passes. */
  private double reliableEnd() {
    return scale * Math.expm1(shape * Math.log(RELIABLE)) / shape;
  }

  private double hazardScale() {
    return scale * Math.pow(RELIABLE, shape);
  }
}
