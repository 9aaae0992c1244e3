/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.score;

import io.reconstream.model.scoring.ScoredRow;
import io.reconstream.model.scoring.Scorer;
import io.reconstream.model.scoring.ScoringBatch;
import io.reconstream.model.window.Smoothing;
import io.reconstream.trainer.dataset.Rows;
import io.reconstream.trainer.dataset.SeriesRows;
import io.reconstream.trainer.progress.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/** The scores of rows, or of windows, by a graph. */
public final class RowScores {
  private static final int BATCH_FLOATS = 1 << 18;
  private static final int MAX_BATCH = 1024;

  private final Scorer scorer;
  private final Rows rows;

  private RowScores(Scorer scorer, Rows rows) {
    int size = scorer.windowLength() * scorer.width();
    if (rows.width() != size) {
      throw new IllegalArgumentException(
          "rows of %d floats, expected %d as the graph's input".formatted(rows.width(), size));
    }
    this.scorer = scorer;
    this.rows = rows;
  }

  /** Takes the results of one row. */
  @FunctionalInterface
  private interface Results {
    double score(ScoringBatch batch, int index, int row);
  }

  /**
   * The graph's score of every row, in order.
   *
   * @param rows of the graph's input size, F or T * F
   */
  public static double[] of(Scorer scorer, Rows rows, Progress progress) {
    return new RowScores(scorer, rows).score((batch, index, row) -> batch.scoreOf(index), progress);
  }

  /**
   * The final score of every row, in order: the graph's parts smoothed along each series.
   *
   * @param smoothing null where the graph's score is final
   */
  public static double[] of(
      Scorer scorer, SeriesRows rows, Smoothing smoothing, Progress progress) {
    if (smoothing == null) {
      return of(scorer, rows, progress);
    }
    float[][] states = new float[rows.seriesCount()][scorer.componentCount()];
    for (float[] state : states) {
      Arrays.fill(state, Float.NaN);
    }
    float[] parts = new float[scorer.componentCount()];
    return new RowScores(scorer, rows)
        .score(
            (batch, index, row) -> {
              float[] state = states[rows.series(row)];
              batch.componentsOf(index, parts);
              smoothing.update(state, parts);
              return smoothing.score(state);
            },
            progress);
  }

  private double[] score(Results results, Progress progress) {
    double[] scores = new double[Math.toIntExact(rows.count())];
    float[] row = new float[rows.width()];
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
          scores[start + i] = results.score(batch, i, start + i);
        }
        progress.step(start + count, scores.length, "rows");
      }
    }
    return scores;
  }

  /** Sees every row with all of its outputs, in order. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * @param score the final one, smoothed where the model smooths
     */
    void accept(ScoredRow row, double score) throws IOException;
  }

  /**
   * Computes all outputs of every row, a batch at a time.
   *
   * @param smoothing null where the graph's score is final
   * @throws IOException if the visitor throws it
   */
  public static void visit(
      Scorer scorer, SeriesRows rows, Smoothing smoothing, Visitor visitor, Progress progress)
      throws IOException {
    double[] smoothed = smoothing == null ? null : of(scorer, rows, smoothing, progress);
    new RowScores(scorer, rows).visit(visitor, smoothed, progress);
  }

  /**
   * Computes all outputs of every row, with the graph's own scores.
   *
   * @throws IOException if the visitor throws it
   */
  public static void visit(Scorer scorer, Rows rows, Visitor visitor) throws IOException {
    new RowScores(scorer, rows).visit(visitor, null, Progress.silent());
  }

  /** The latent of every row, K floats, in order. */
  public static void latents(Scorer scorer, Rows rows, Consumer<float[]> consumer) {
    try {
      visit(scorer, rows, (row, score) -> consumer.accept(row.latent()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void visit(Visitor visitor, double[] smoothed, Progress progress) throws IOException {
    float[] row = new float[rows.width()];
    int capacity = Math.max(1, Math.min(MAX_BATCH, BATCH_FLOATS / row.length));
    try (ScoringBatch batch = scorer.batch(capacity)) {
      for (long start = 0; start < rows.count(); start += capacity) {
        int count = (int) Math.min(capacity, rows.count() - start);
        for (int i = 0; i < count; i++) {
          rows.copy(start + i, row, 0);
          batch.features().put(i * row.length, row);
        }
        long place = start;
        for (ScoredRow scored : batch.details(count)) {
          visitor.accept(
              scored, smoothed == null ? scored.score() : smoothed[Math.toIntExact(place)]);
          place++;
        }
        progress.step(start + count, rows.count(), "rows");
      }
    }
  }

  /**
   * An input with all of its outputs.
   *
   * @param input F or T * F floats
   */
  @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
  public record Detail(float[] input, ScoredRow output) {}

  /** All outputs for at most {@code limit} rows, evenly spaced from the first to the last. */
  public static List<Detail> details(Scorer scorer, Rows rows, int limit) {
    long count = Math.min(limit, rows.count());
    return details(
        scorer,
        rows,
        LongStream.range(0, count)
            .map(i -> i * (rows.count() - 1) / Math.max(1, count - 1))
            .toArray());
  }

  /** All outputs for some rows. */
  public static List<Detail> details(Scorer scorer, Rows rows, long[] places) {
    return new RowScores(scorer, rows).details(places);
  }

  private List<Detail> details(long[] places) {
    List<Detail> details = new ArrayList<>();
    try (ScoringBatch batch = scorer.batch(1)) {
      for (long place : places) {
        float[] input = new float[rows.width()];
        rows.copy(place, input, 0);
        batch.features().put(0, input);
        details.add(new Detail(input, batch.detail(0)));
      }
    }
    return details;
  }
}
