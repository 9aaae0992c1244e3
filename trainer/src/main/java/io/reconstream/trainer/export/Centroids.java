/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.export;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A few points that stand for many: k-means (Lloyd, 1982) from k-means++ seeds (Arthur and
 * Vassilvitskii, 2007).
 */
public final class Centroids {
  private final float[][] points;

  private Centroids(float[][] points) {
    this.points = points;
  }

  /**
   * Fits to rows.
   *
   * @param rows at least one
   * @param most centroids; fewer where there are fewer distinct rows
   */
  public static Centroids fit(List<float[]> rows, int most, int iterations, Random random) {
    Centroids centroids = new Centroids(seeds(rows, most, random));
    for (int i = 0; i < iterations; i++) {
      centroids.move(rows);
    }
    return centroids;
  }

  /** Each next seed is a row drawn in proportion to its squared distance to the former ones. */
  private static float[][] seeds(List<float[]> rows, int most, Random random) {
    float[][] seeds = new float[most][];
    seeds[0] = rows.get(random.nextInt(rows.size())).clone();
    double[] distances = new double[rows.size()];
    Arrays.fill(distances, Double.POSITIVE_INFINITY);
    for (int k = 1; k < most; k++) {
      double total = 0;
      for (int i = 0; i < distances.length; i++) {
        distances[i] = Math.min(distances[i], squaredDistance(rows.get(i), seeds[k - 1]));
        total += distances[i];
      }
      if (total == 0) {
        return Arrays.copyOf(seeds, k);
      }
      double place = random.nextDouble() * total;
      int row = 0;
      while (row < distances.length - 1 && (place -= distances[row]) > 0) {
        row++;
      }
      seeds[k] = rows.get(row).clone();
    }
    return seeds;
  }

  private void move(List<float[]> rows) {
    double[][] sums = new double[points.length][points[0].length];
    int[] counts = new int[points.length];
    for (float[] row : rows) {
      int nearest = nearest(row);
      counts[nearest]++;
      for (int d = 0; d < row.length; d++) {
        sums[nearest][d] += row[d];
      }
    }
    for (int k = 0; k < points.length; k++) {
      for (int d = 0; d < points[k].length && counts[k] > 0; d++) {
        points[k][d] = (float) (sums[k][d] / counts[k]);
      }
    }
  }

  /** The place of the centroid nearest to a row. */
  private int nearest(float[] row) {
    int nearest = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int k = 0; k < points.length; k++) {
      double distance = squaredDistance(row, points[k]);
      if (distance < least) {
        least = distance;
        nearest = k;
      }
    }
    return nearest;
  }

  /** The nearest centroid minus the row. */
  public float[] difference(float[] row) {
    float[] difference = points[nearest(row)].clone();
    for (int d = 0; d < difference.length; d++) {
      difference[d] -= row[d];
    }
    return difference;
  }

  /** The nearest centroid of each row {@code [N, D]} in the graph, {@code [N, D]}. */
  public Value nearest(Value rows) {
    int width = points[0].length;
    float[] flat = new float[points.length * width];
    for (int k = 0; k < points.length; k++) {
      System.arraycopy(points[k], 0, flat, k * width, width);
    }
    Value table = rows.graph().constant(flat, points.length, width);
    // differences first: |x|² - 2 x·c + |c|² would lose what is close
    Value distances = rows.reshape(-1, 1, width).minus(table).squared().sum(false, -1);
    return table.rows(distances.argMin(-1, false));
  }

  private static double squaredDistance(float[] a, float[] b) {
    double sum = 0;
    for (int d = 0; d < a.length; d++) {
      double difference = a[d] - b[d];
      sum += difference * difference;
    }
    return sum;
  }
}
