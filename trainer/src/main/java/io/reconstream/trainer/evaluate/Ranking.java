/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.evaluate;

import java.util.Arrays;
import java.util.BitSet;

/**
 * How well scores rank anomalies above normal rows, exact also where scores are equal.
 *
 * @param auroc the probability that an anomaly scores higher than a normal row, equal scores
 *     counting half (Mann and Whitney 1947)
 * @param averagePrecision the precision at each distinct score, weighted by the recall it adds, as
 *     scikit-learn's {@code average_precision_score}
 */
public record Ranking(double auroc, double averagePrecision) {

  /**
   * Ranks.
   *
   * @param anomalous which scores are of anomalies; some, but not all
   */
  public static Ranking of(double[] scores, BitSet anomalous) {
    double[] positive = anomalous.stream().mapToDouble(i -> scores[i]).sorted().toArray();
    double[] all = scores.clone();
    Arrays.sort(all);
    double positives = positive.length;
    double negatives = all.length - positives;
    if (positives == 0 || negatives == 0) {
      throw new IllegalArgumentException(
          "%.0f anomalies and %.0f normal rows, expected some of both"
              .formatted(positives, negatives));
    }
    double wins = 0;
    double precisions = 0;
    double found = 0;
    int i = all.length - 1;
    int p = positive.length - 1;
    while (i >= 0) {
      double score = all[i];
      int ties = 0;
      int positiveTies = 0;
      while (i >= 0 && all[i] == score) {
        ties++;
        i--;
      }
      while (p >= 0 && positive[p] == score) {
        positiveTies++;
        p--;
      }
      int negativeTies = ties - positiveTies;
      found += positiveTies;
      precisions += positiveTies * found / (all.length - 1 - i);
      // normal rows here are beaten by the anomalies above, and drawn with those beside
      wins += negativeTies * (found - positiveTies / 2.0);
    }
    return new Ranking(wins / (positives * negatives), precisions / positives);
  }
}
