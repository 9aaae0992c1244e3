/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.scoring;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Tells which rows of a window made its score high: by how much the score falls when a row is
 * replaced by what is usual in its window, the median of each column (occlusion sensitivity, Zeiler
 * and Fergus, <i>Visualizing and Understanding Convolutional Networks</i>, ECCV 2014). Works with
 * any model. A stretch that fills more than half of the window is usual in it, and tells little.
 *
 * @param length T
 * @param width F
 */
public record Occlusion(int length, int width) {
  /** Longer windows are told in so many stretches of rows, so that no alert costs more runs. */
  private static final int MOST_STRETCHES = 32;

  /** Runs of other batch sizes may differ by so much of the score. */
  private static final double NOISE = 1e-5;

  /**
   * The stretches of the window in slot 0 without which its score is lower, largest share first.
   * The batch's inputs and scores are overwritten.
   *
   * @throws ScoringException if ONNX Runtime fails
   */
  public List<StepShare> shares(ScoringBatch batch) {
    float[] window = new float[length * width];
    batch.features().get(0, window);
    batch.score(1);
    double whole = batch.scoreOf(0);
    int rows = (length + MOST_STRETCHES - 1) / MOST_STRETCHES;
    int stretches = (length + rows - 1) / rows;
    double[] falls = new double[stretches];
    float[] usual = medians(window);
    for (int from = 0; from < stretches; from += batch.capacity()) {
      int count = Math.min(batch.capacity(), stretches - from);
      for (int slot = 0; slot < count; slot++) {
        write(window, usual, (from + slot) * rows, rows, batch.features(), slot);
      }
      batch.score(count);
      for (int slot = 0; slot < count; slot++) {
        double fall = whole - batch.scoreOf(slot);
        falls[from + slot] = fall > NOISE * Math.abs(whole) ? fall : 0;
      }
    }
    return shares(falls, rows);
  }

  private void write(
      float[] window, float[] usual, int first, int rows, FloatBuffer inputs, int slot) {
    int start = slot * window.length;
    inputs.put(start, window);
    for (int row = first; row < Math.min(length, first + rows); row++) {
      inputs.put(start + row * width, usual);
    }
  }

  private List<StepShare> shares(double[] falls, int rows) {
    double sum = Arrays.stream(falls).sum();
    List<StepShare> shares = new ArrayList<>();
    for (int i = 0; i < falls.length; i++) {
      if (falls[i] > 0) {
        int last = Math.min(length, (i + 1) * rows) - 1;
        shares.add(new StepShare(i * rows, last, falls[i] / sum));
      }
    }
    shares.sort((a, b) -> Double.compare(b.share(), a.share()));
    return shares;
  }

  /** Of each column's values; NaN where it has none. */
  private float[] medians(float[] window) {
    float[] medians = new float[width];
    for (int column = 0; column < width; column++) {
      float[] values = new float[length];
      int count = 0;
      for (int row = 0; row < length; row++) {
        float value = window[row * width + column];
        if (!Float.isNaN(value)) {
          values[count++] = value;
        }
      }
      Arrays.sort(values, 0, count);
      medians[column] = count == 0 ? Float.NaN : values[(count - 1) / 2];
    }
    return medians;
  }
}
