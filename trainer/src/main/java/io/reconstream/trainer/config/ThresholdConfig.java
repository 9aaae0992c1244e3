/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.config;

/**
 * How the threshold is chosen from the scores of the calibration rows.
 *
 * @param method the rule
 * @param rate for {@link Method#BUDGET} and {@link Method#QUANTILE}: the accepted share of normal
 *     rows above the threshold
 * @param k for {@link Method#MEAN_SD} and {@link Method#MAD}: how many deviations above the centre
 * @param calibration share of the rows kept to calibrate on, in (0, 0.5]
 */
public record ThresholdConfig(Method method, double rate, double k, double calibration) {

  /** The rule that chooses a threshold. */
  public enum Method {
    /** The score that a share {@code rate} of normal rows exceeds. */
    BUDGET,
    /** The score that a share {@code rate} of the calibration rows exceeded, whatever the tail. */
    QUANTILE,
    /** Mean plus {@code k} standard deviations. */
    MEAN_SD,
    /** Median plus {@code k} times the median absolute deviation, scaled to a normal's sd. */
    MAD,
    /** The score with the highest F1 on labelled calibration rows. */
    BEST_F1;

    @Override
    public String toString() {
      return Choices.text(this);
    }
  }
}
