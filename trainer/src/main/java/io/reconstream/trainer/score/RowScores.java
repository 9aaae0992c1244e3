/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.score;

import io.reconstream.model.scoring.ScoredRow;
import io.reconstream.model.scoring.Scorer;
import io.reconstream.model.scoring.ScoringBatch;
import io.reconstream.trainer.dataset.Rows;
import io.reconstream.trainer.progress.Progress;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** The scores of rows by a graph. */
public final class RowScores {
  private static final int BATCH_FLOATS = 1 << 18;
  private static final int MAX_BATCH = 1024;

  private RowScores() {}

  /**
   * Scores every row.
   *
   * @param rows of the graph's input size, F or T * F
   * @return a score per row, in order
   */
  public static double[] of(Scorer scorer, Rows rows, Progress progress) {
    double[] scores = new double[Math.toIntExact(rows.count())];
    float[] row = new float[inputSize(scorer, rows)];
    int capacity = Math.max(1, Math.min(MAX_BATCH, BATCH_FLOATS / row.length));
    try (ScoringBatch batch = scorer.batch(capacity)) {
      FloatBuffer features = batch.features();
      for (int start = 0; start < scores.length; start += capacity) {
        int count = Math.min(capacity, scores.length - start);
        for (int i = 0; i < count; i++) {
          rows.copy(start + i, row, 0);
          features.put(i * row.length, row);
        }
        batch.score(count);
        for (int i = 0; i < count; i++) {
          scores[start + i] = batch.scoreOf(i);
        }
        progress.step(start + count, scores.length, "rows");
      }
    }
    return scores;
  }

  /** All outputs for at most {@code limit} rows, evenly spaced from the first to the last. */
  public static List<ScoredRow> details(Scorer scorer, Rows rows, int limit) {
    List<ScoredRow> details = new ArrayList<>();
    float[] row = new float[inputSize(scorer, rows)];
    long count = Math.min(limit, rows.count());
    try (ScoringBatch batch = scorer.batch(1)) {
      for (long i = 0; i < count; i++) {
        rows.copy(i * (rows.count() - 1) / Math.max(1, count - 1), row, 0);
        batch.features().put(0, row);
        details.add(batch.detail(0));
      }
    }
    return details;
  }

  private static int inputSize(Scorer scorer, Rows rows) {
    int size = scorer.windowLength() * scorer.width();
    if (rows.width() != size) {
      throw new IllegalArgumentException(
          "rows of %d floats, expected %d as the graph's input".formatted(rows.width(), size));
    }
    return size;
  }
}
