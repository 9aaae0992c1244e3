/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.tune;

import io.reconstream.model.feature.CategoryFeature;
import io.reconstream.model.feature.Feature;
import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.scoring.ScoredRow;
import io.reconstream.trainer.dataset.Rows;
import java.util.Arrays;

/**
 * The share of the data's variance that a model leaves unexplained on held-out rows: 0 for a
 * perfect reconstruction, 1 for one that knows only each column's mean. Of each column its squared
 * error over its variance, of a category the share of wrong levels over that of always naming the
 * most frequent one; then the mean over columns. It is measured in the data's units, so that models
 * of any size, window and preprocessing compare.
 */
public final class HeldOutError {
  /** Rows that follow each other are alike: the standard error is that of means of stretches. */
  private static final int BLOCKS = 10;

  private final boolean[] category;
  private final double[] scale;
  private final double[] sums = new double[BLOCKS];
  private final long[] counts = new long[BLOCKS];
  private final long rows;
  private long seen;

  /**
   * A mean with its standard error.
   *
   * @param standardError of the mean
   */
  public record Estimate(double mean, double standardError) {}

  /**
   * @param heldOut rows, or windows that end with them
   */
  public HeldOutError(FeatureSpec spec, Rows heldOut) {
    this.category = new boolean[spec.width()];
    int column = 0;
    for (Feature feature : spec.features()) {
      for (int i = 0; i < feature.columns().size(); i++) {
        category[column++] = feature instanceof CategoryFeature;
      }
    }
    this.rows = heldOut.count();
    this.scale = scale(heldOut);
  }

  private double[] scale(Rows heldOut) {
    int width = category.length;
    double[] mean = new double[width];
    double[] squares = new double[width];
    long[] present = new long[width];
    long[][] levels = new long[width][1];
    float[] row = new float[heldOut.width()];
    for (long r = 0; r < rows; r++) {
      heldOut.copy(r, row, 0);
      for (int i = 0; i < width; i++) {
        float value = row[row.length - width + i];
        if (Float.isNaN(value)) {
          continue;
        }
        present[i]++;
        double delta = value - mean[i];
        mean[i] += delta / present[i];
        squares[i] += delta * (value - mean[i]);
        if (category[i]) {
          int level = (int) value;
          if (level >= levels[i].length) {
            levels[i] = Arrays.copyOf(levels[i], level + 1);
          }
          levels[i][level]++;
        }
      }
    }
    double[] scale = new double[width];
    for (int i = 0; i < width; i++) {
      double most = Arrays.stream(levels[i]).max().orElse(0);
      scale[i] = (category[i] ? present[i] - most : squares[i]) / Math.max(1, present[i]);
    }
    return scale;
  }

  /** Takes the next held-out row's reconstruction. */
  public void add(ScoredRow row) {
    double sum = 0;
    int columns = 0;
    for (int i = 0; i < scale.length; i++) {
      double value = row.row()[i];
      if (scale[i] > 0 && !Double.isNaN(value)) {
        double difference = value - row.reconstruction()[i];
        double error = category[i] ? (Math.rint(difference) == 0 ? 0 : 1) : difference * difference;
        sum += error / scale[i];
        columns++;
      }
    }
    if (columns > 0) {
      int block = (int) (seen * BLOCKS / rows);
      sums[block] += sum / columns;
      counts[block]++;
    }
    seen++;
  }

  /** The error over all rows. */
  public Estimate estimate() {
    double[] means = new double[BLOCKS];
    int blocks = 0;
    for (int i = 0; i < BLOCKS; i++) {
      if (counts[i] > 0) {
        means[blocks++] = sums[i] / counts[i];
      }
    }
    double total = Arrays.stream(sums).sum() / Math.max(1, Arrays.stream(counts).sum());
    double[] used = Arrays.copyOf(means, blocks);
    double mean = Arrays.stream(used).average().orElse(0);
    double variance =
        Arrays.stream(used).map(each -> (each - mean) * (each - mean)).sum()
            / Math.max(1, blocks - 1);
    return new Estimate(total, Math.sqrt(variance / Math.max(1, blocks)));
  }
}
