/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.quality;

import io.reconstream.trainer.evaluate.Confusion;
import io.reconstream.trainer.evaluate.Ranking;
import io.reconstream.trainer.evaluate.VolumeUnderSurface;
import java.util.BitSet;

/**
 * The rows that a protocol tests.
 *
 * @param scores by the sealed bundle
 * @param anomalous which of them are anomalies
 * @param threshold sealed in the bundle
 * @param window the widest margin of the volume under the surface, in rows
 * @param seconds that training took, reading and sealing included
 * @param streamed what the stream wrote of all rows of the file; null where none was asked
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
record Scored(
    double[] scores,
    BitSet anomalous,
    double threshold,
    int window,
    double seconds,
    Streamed streamed) {

  double auroc() {
    return Ranking.of(scores, anomalous).auroc();
  }

  double averagePrecision() {
    return Ranking.of(scores, anomalous).averagePrecision();
  }

  double volumeUnderPrecisionRecall() {
    return VolumeUnderSurface.of(scores, anomalous, window).precisionRecall();
  }

  Confusion confusion() {
    return Confusion.of(scores, anomalous, threshold, 0, scores.length);
  }
}
