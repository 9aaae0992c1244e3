/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import io.reconstream.trainer.dataset.Rows;
import java.util.Arrays;

/**
 * Training rows without those that a first model finds strangest: anomalies that nobody labelled,
 * should there be some, are most often among them. One round of trimming, as in least trimmed
 * squares (Rousseeuw, 1984).
 *
 * @param rows all of them
 * @param places of those that are left, ascending
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
record Trimmed(Rows rows, int[] places) implements Rows {
  /** Rows whose scores are computed at once. */
  private static final int CHUNK = 4096;

  /**
   * Leaves the rows with the highest scores out.
   *
   * @param share of the rows, rounded down; where it makes none, all are left
   */
  static Rows of(Rows rows, Detector first, double share) {
    int count = Math.toIntExact(rows.count());
    int dropped = (int) (share * count);
    if (dropped == 0) {
      return rows;
    }
    double[] scores = new double[count];
    for (int from = 0; from < count; from += CHUNK) {
      int[] next = {from};
      int[] chunk = new int[Math.min(CHUNK, count - from)];
      Arrays.setAll(chunk, i -> next[0] + i);
      first.compute(new Trimmed(rows, chunk), (probe, score) -> scores[next[0]++] = score);
    }
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    double highest = sorted[count - dropped - 1];
    int[] kept = new int[count];
    int left = 0;
    for (int i = 0; i < count; i++) {
      if (scores[i] <= highest) {
        kept[left++] = i;
      }
    }
    return new Trimmed(rows, Arrays.copyOf(kept, left));
  }

  @Override
  public long count() {
    return places.length;
  }

  @Override
  public int width() {
    return rows.width();
  }

  @Override
  public void copy(long row, float[] target, int offset) {
    rows.copy(places[Math.toIntExact(row)], target, offset);
  }
}
