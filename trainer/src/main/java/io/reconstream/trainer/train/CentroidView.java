/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import io.reconstream.trainer.dataset.Rows;
import io.reconstream.trainer.export.Centroids;
import io.reconstream.trainer.export.Preprocessing;
import io.reconstream.trainer.export.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * The centroid nearest to the last row.
 *
 * @param windowLength T
 * @param unexplained the share of the rows' variance that the nearest centroids leave
 */
record CentroidView(
    Preprocessing preprocessing, int windowLength, Centroids centroids, double unexplained)
    implements SeriesView {
  private static final int MOST_CENTROIDS = 200;

  /** Fewer rows than this to a centroid, and each would be a row of its own. */
  private static final int ROWS_TO_EACH = 8;

  private static final int ITERATIONS = 15;
  private static final int MOST_ROWS = 4000;

  /** Where more of the variance is left, rows are no states that return. */
  private static final double MOST_UNEXPLAINED = 0.1;

  /** Fits to the last rows of windows. */
  static CentroidView fit(
      Preprocessing preprocessing, Rows windows, int windowLength, Random random) {
    List<float[]> rows = lastRows(preprocessing, Subset.spaced(windows, MOST_ROWS));
    int most = Math.max(1, Math.min(MOST_CENTROIDS, rows.size() / ROWS_TO_EACH));
    Centroids centroids = Centroids.fit(rows, most, ITERATIONS, random);
    return new CentroidView(preprocessing, windowLength, centroids, unexplained(rows, centroids));
  }

  private static double unexplained(List<float[]> rows, Centroids centroids) {
    double[] mean = new double[rows.get(0).length];
    for (float[] row : rows) {
      for (int d = 0; d < mean.length; d++) {
        mean[d] += row[d] / (double) rows.size();
      }
    }
    double left = 0;
    double total = 0;
    for (float[] row : rows) {
      float[] difference = centroids.difference(row);
      for (int d = 0; d < mean.length; d++) {
        left += (double) difference[d] * difference[d];
        total += (row[d] - mean[d]) * (row[d] - mean[d]);
      }
    }
    return total == 0 ? 0 : left / total;
  }

  /** The standardised last row of every window. */
  private static List<float[]> lastRows(Preprocessing preprocessing, Rows windows) {
    List<float[]> rows = new ArrayList<>();
    float[] raw = new float[windows.width()];
    float[] input = new float[preprocessing.inputWidth()];
    for (long i = 0; i < windows.count(); i++) {
      windows.copy(i, raw, 0);
      preprocessing.standardise(raw, raw.length - preprocessing.columns(), input, 0);
      rows.add(Arrays.copyOf(input, preprocessing.units()));
    }
    return rows;
  }

  @Override
  public List<float[]> residuals(Rows windows) {
    List<float[]> residuals = new ArrayList<>();
    float[] raw = new float[windows.width()];
    for (float[] row : lastRows(preprocessing, windows)) {
      float[] residual = centroids.difference(row);
      windows.copy(residuals.size(), raw, 0);
      preprocessing.correct(raw, raw.length - preprocessing.columns(), residual, 0);
      residuals.add(residual);
    }
    return residuals;
  }

  @Override
  public Value export(Value windows) {
    return centroids.nearest(windows.at(1, windowLength - 1));
  }

  /**
   * 1 where rows are states that return and the centroids are these states; 0 where rows wander, so
   * that the nearest centroid says when a row was rather than how it is.
   */
  @Override
  public double weight() {
    return Math.max(0, 1 - unexplained / MOST_UNEXPLAINED);
  }
}
