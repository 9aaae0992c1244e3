/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.report;

import java.util.Arrays;
import java.util.List;

/**
 * The plane in which latent vectors vary most: their two first principal components, or the vectors
 * themselves where they have two numbers or one.
 *
 * @param first per vector its place along the first axis
 * @param second per vector its place along the second axis, 0 where the vectors have one number
 * @param explained the share of the vectors' variance that lies in the plane
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
public record LatentPlane(double[] first, double[] second, double explained) {
  private static final int ITERATIONS = 200;

  /**
   * Finds the plane.
   *
   * @param latents at least one, all of the same width of at least 1
   */
  public static LatentPlane of(List<float[]> latents) {
    int width = latents.get(0).length;
    if (width <= 2) {
      return new LatentPlane(column(latents, 0), column(latents, width - 1, width), 1);
    }
    double[][] centred = centred(latents);
    double total = Arrays.stream(centred).mapToDouble(row -> dot(row, row)).sum();
    double[] first = project(centred);
    double[] second = project(centred);
    double explained = total == 0 ? 1 : (dot(first, first) + dot(second, second)) / total;
    return new LatentPlane(first, second, explained);
  }

  private static double[] column(List<float[]> latents, int column) {
    return latents.stream().mapToDouble(latent -> latent[column]).toArray();
  }

  private static double[] column(List<float[]> latents, int column, int width) {
    return width == 1 ? new double[latents.size()] : column(latents, column);
  }

  private static double[][] centred(List<float[]> latents) {
    int width = latents.get(0).length;
    double[] mean = new double[width];
    for (float[] latent : latents) {
      for (int i = 0; i < width; i++) {
        mean[i] += latent[i] / latents.size();
      }
    }
    double[][] centred = new double[latents.size()][width];
    for (int row = 0; row < centred.length; row++) {
      for (int i = 0; i < width; i++) {
        centred[row][i] = latents.get(row)[i] - mean[i];
      }
    }
    return centred;
  }

  /** The rows along their principal axis, by power iteration; what lies along it is taken away. */
  private static double[] project(double[][] rows) {
    double[] axis = longest(rows).clone();
    for (int iteration = 0; iteration < ITERATIONS && normalise(axis); iteration++) {
      double[] next = new double[axis.length];
      for (double[] row : rows) {
        add(next, dot(row, axis), row);
      }
      axis = next;
    }
    normalise(axis);
    double[] places = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      places[i] = dot(rows[i], axis);
      add(rows[i], -places[i], axis);
    }
    return places;
  }

  private static double[] longest(double[][] rows) {
    return Arrays.stream(rows)
        .max((one, other) -> Double.compare(dot(one, one), dot(other, other)))
        .orElseThrow();
  }

  private static boolean normalise(double[] axis) {
    double length = Math.sqrt(dot(axis, axis));
    if (length > 0) {
      for (int i = 0; i < axis.length; i++) {
        axis[i] /= length;
      }
    }
    return length > 0;
  }

  private static void add(double[] target, double factor, double[] row) {
    for (int i = 0; i < target.length; i++) {
      target[i] += factor * row[i];
    }
  }

  private static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }
}
