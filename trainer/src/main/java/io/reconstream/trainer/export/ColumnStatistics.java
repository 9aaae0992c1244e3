/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.export;

import java.util.Arrays;

/** What one pass over a column learns; NaN counts as missing and as nothing else. */
public final class ColumnStatistics {
  private final float[] sample;
  private int sampled;
  private long count;
  private long missing;
  private double mean;
  private double squares;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;

  /**
   * @param sampleSize how many values quantiles are taken from
   */
  public ColumnStatistics(int sampleSize) {
    this.sample = new float[sampleSize];
  }

  /** Adds a value; Welford's update. */
  public void add(float value) {
    if (Float.isNaN(value)) {
      missing++;
      return;
    }
    count++;
    double delta = value - mean;
    mean += delta / count;
    squares += delta * (value - mean);
    min = Math.min(min, value);
    max = Math.max(max, value);
  }

  /** Adds a value to those that quantiles are taken from, as long as there is room. */
  void sample(float value) {
    if (!Float.isNaN(value) && sampled < sample.length) {
      sample[sampled++] = value;
    }
  }

  long missing() {
    return missing;
  }

  public double mean() {
    return mean;
  }

  public double deviation() {
    return count == 0 ? 0 : Math.sqrt(squares / count);
  }

  public double min() {
    return count == 0 ? 0 : min;
  }

  public double max() {
    return count == 0 ? 0 : max;
  }

  /** Of the sampled values, 0 where there are none. */
  double quantile(double share) {
    float[] sorted = sorted();
    return sampled == 0 ? 0 : sorted[(int) Math.round(share * (sampled - 1))];
  }

  /** The sampled values, ascending. */
  float[] sorted() {
    float[] sorted = Arrays.copyOf(sample, sampled);
    Arrays.sort(sorted);
    return sorted;
  }
}
