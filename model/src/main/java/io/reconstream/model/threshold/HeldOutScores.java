/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.threshold;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * What a threshold is made of.
 *
 * @param scores of held-out rows, finite, at least one
 * @param anomalous which of the rows are labelled as anomalies, null where there are no labels
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of many numbers, never compared
public record HeldOutScores(double[] scores, boolean[] anomalous) {

  public HeldOutScores {
    if (scores.length == 0) {
      throw new IllegalArgumentException("no held-out scores, expected at least one");
    }
    for (double score : scores) {
      if (!Double.isFinite(score)) {
        throw new IllegalArgumentException(
            "a held-out score is %s, expected a finite number".formatted(score));
      }
    }
    if (anomalous != null && anomalous.length != scores.length) {
      throw new IllegalArgumentException(
          "%d labels for %d scores, expected one each".formatted(anomalous.length, scores.length));
    }
  }

  /** Scores of rows without labels. */
  public static HeldOutScores unlabelled(double... scores) {
    return new HeldOutScores(scores, null);
  }

  double[] sorted() {
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    return sorted;
  }

  /** Walks down the scores, taking in one distinct score after the other as anomalous. */
  double bestF1() {
    long anomalies =
        anomalous == null ? 0 : IntStream.range(0, scores.length).filter(i -> anomalous[i]).count();
    if (anomalies == 0) {
      throw new IllegalArgumentException(
          "best_f1 needs held-out rows that are labelled as anomalies, found none");
    }
    int[] descending =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> scores[i]).reversed())
            .mapToInt(Integer::intValue)
            .toArray();
    double best = -1;
    double threshold = scores[descending[0]];
    long found = 0;
    for (int taken = 1; taken <= descending.length; taken++) {
      double score = scores[descending[taken - 1]];
      found += anomalous[descending[taken - 1]] ? 1 : 0;
      boolean lowest = taken == descending.length;
      double next = lowest ? Math.nextDown(score) : scores[descending[taken]];
      double f1 = 2.0 * found / (taken + anomalies);
      if (next < score && f1 > best) {
        best = f1;
        // a verdict is anomalous above the threshold, so it lies below the scores taken
        threshold = lowest ? next : next / 2 + score / 2;
      }
    }
    return threshold;
  }
}
