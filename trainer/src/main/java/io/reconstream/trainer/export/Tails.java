/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.export;

import io.reconstream.trainer.config.Scaler;
import java.util.Arrays;

/**
 * Which scaler a column's tails ask for. Both measures rest on quartiles, which the tails do not
 * move: how much larger the standard deviation is than quartiles of a normal distribution would
 * have it, and the kurtosis of Crow and Siddiqui (1967), the range of the middle 95 % over the
 * quartiles'; Kim and White (2004) compare such measures with moments.
 */
final class Tails {
  /** The quartiles' range of a standard normal distribution. */
  static final double NORMAL_QUARTILES = 1.349;

  /** Crow and Siddiqui's kurtosis of a normal distribution. */
  private static final double NORMAL_KURTOSIS = 3.92 / NORMAL_QUARTILES;

  /** Heavy is what is more than twice as far as in a normal distribution. */
  private static final double HEAVY = 2;

  /**
   * Of fewer values quantiles say little; of fewer different ones a column is a code or a count.
   */
  private static final int FEWEST_VALUES = 100;

  private static final int FEWEST_DIFFERENT = 20;

  private Tails() {}

  /**
   * Never {@link Scaler#AUTO}. A column without heavy tails is scaled as it is. A few values far
   * from all others are left out of the scale; a body that runs out into a long tail is taken by
   * its logarithm or, where that has heavy tails still, by its ranks.
   *
   * @param sorted values of the column
   */
  static Scaler scaler(float[] sorted) {
    float[] varied = quartileRange(sorted) > 0 ? sorted : withoutTheUsual(sorted);
    if (varied.length < FEWEST_VALUES || different(varied) < FEWEST_DIFFERENT || !heavy(varied)) {
      return Scaler.STANDARD;
    }
    boolean longTail =
        (quantile(varied, 0.975) - quantile(varied, 0.025)) / quartileRange(varied)
            > HEAVY * NORMAL_KURTOSIS;
    if (varied != sorted) {
      return Scaler.LOG;
    }
    if (!longTail) {
      return Scaler.ROBUST;
    }
    Curve log = Curve.Log.of(sorted);
    float[] curved = new float[sorted.length];
    for (int i = 0; i < curved.length; i++) {
      curved[i] = log.of(sorted[i]);
    }
    return heavy(curved) ? Scaler.QUANTILE : Scaler.LOG;
  }

  /** Where more than half of the values are the same, those that are not. */
  private static float[] withoutTheUsual(float[] sorted) {
    float usual = sorted.length == 0 ? 0 : sorted[(sorted.length - 1) / 2];
    float[] others = new float[sorted.length];
    int count = 0;
    for (float value : sorted) {
      if (value != usual) {
        others[count++] = value;
      }
    }
    return Arrays.copyOf(others, count);
  }

  private static int different(float[] sorted) {
    int different = sorted.length == 0 ? 0 : 1;
    for (int i = 1; i < sorted.length; i++) {
      different += sorted[i] == sorted[i - 1] ? 0 : 1;
    }
    return different;
  }

  private static boolean heavy(float[] sorted) {
    double mean = 0;
    for (float value : sorted) {
      mean += (double) value / sorted.length;
    }
    double variance = 0;
    for (float value : sorted) {
      variance += (value - mean) * (value - mean) / sorted.length;
    }
    double quartiles = quartileRange(sorted);
    return quartiles > 0 && Math.sqrt(variance) > HEAVY * quartiles / NORMAL_QUARTILES;
  }

  /** The range of the middle half; 0 of nothing. */
  static double quartileRange(float[] sorted) {
    return quantile(sorted, 0.75) - quantile(sorted, 0.25);
  }

  private static double quantile(float[] sorted, double share) {
    return sorted.length == 0 ? 0 : sorted[(int) Math.round(share * (sorted.length - 1))];
  }
}
