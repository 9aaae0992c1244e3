/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import io.reconstream.model.scoring.ScoredRow;
import io.reconstream.model.scoring.Scorer;
import io.reconstream.model.scoring.ScoringBatch;
import io.reconstream.trainer.dataset.Rows;

/**
 * Refuses a graph that computes other than the network. Residuals, in standardised units, may
 * differ by 1e-5 (of the value, where it is above 1), scores by a relative 1e-4.
 */
final class ParityCheck {
  private static final double RESIDUAL = 1e-5;
  private static final double SCORE = 1e-4;
  private static final int ROWS = 256;

  private final Detector detector;
  private final byte[] probe;

  /**
   * @param probe the detector's graph, with its probe as the latent
   */
  ParityCheck(Detector detector, byte[] probe) {
    this.detector = detector;
    this.probe = probe;
  }

  /**
   * Compares on some rows, evenly spaced.
   *
   * @throws TrainingException at the first difference
   */
  void run(Rows rows) {
    Rows sample = Subset.spaced(rows, ROWS);
    try (Scorer scorer = Scorer.open(probe);
        ScoringBatch batch = scorer.batch(1)) {
      float[] input = new float[sample.width()];
      long[] row = {0};
      detector.compute(
          sample,
          (values, score) -> {
            sample.copy(row[0], input, 0);
            batch.features().put(0, input);
            batch.score(1);
            ScoredRow scored = batch.detail(0);
            for (int i = 0; i < values.length; i++) {
              compare("residual " + i, row[0], scored.latent()[i], values[i], RESIDUAL);
            }
            compare("score", row[0], scored.score(), score, SCORE);
            row[0]++;
          });
    }
  }

  private static void compare(
      String what, long row, double exported, double trained, double tolerance) {
    double difference = Math.abs(exported - trained);
    double allowed = tolerance * Math.max(1, Math.abs(trained));
    if (!(difference <= allowed)) {
      throw new TrainingException(
          ("the exported graph differs from the trained network: %s of compared row %d is %s in ONNX"
                  + " Runtime and %s in libtorch, allowed is a difference of %.2g")
              .formatted(what, row, exported, trained, allowed));
    }
  }
}
