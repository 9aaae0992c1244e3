/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.quality;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the stream wrote of one series.
 *
 * @param scores of every row, in order
 * @param anomalous the rows with this verdict
 * @param alerts the rows that raised one
 * @param incidents from the first to the last anomalous row of each
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
record Streamed(double[] scores, BitSet anomalous, List<Integer> alerts, List<Stretch> incidents) {

  Streamed {
    alerts = List.copyOf(alerts);
    incidents = List.copyOf(incidents);
  }

  /** The largest difference from the scores of the same bundle over the whole file. */
  double difference(double[] batch) {
    double largest = 0;
    for (int row = 0; row < batch.length; row++) {
      largest = Math.max(largest, Math.abs(scores[row] - batch[row]));
    }
    return largest;
  }

  /** How many rows have another verdict than their batch score, leaving out a tie by rounding. */
  long otherVerdicts(double[] batch, double threshold, double tolerance) {
    return IntStream.range(0, batch.length)
        .filter(row -> Math.abs(batch[row] - threshold) > tolerance)
        .filter(row -> anomalous.get(row) != batch[row] > threshold)
        .count();
  }
}
