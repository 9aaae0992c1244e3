/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Simulated sequences and images that neighbouring places explain. */
final class Waves {

  private Waves() {}

  /** Rows of one series: sines of a common, slowly changing frequency, with noise. */
  static List<float[]> series(int rows, int width, long seed) {
    Random random = new Random(seed);
    List<float[]> series = new ArrayList<>();
    double phase = 0;
    for (int t = 0; t < rows; t++) {
      phase += 0.4 + 0.2 * Math.sin(t / 50.0);
      float[] row = new float[width];
      for (int i = 0; i < width; i++) {
        row[i] = (float) (50 + 10 * Math.sin(phase + i) + 0.5 * random.nextGaussian());
      }
      series.add(row);
    }
    return series;
  }

  /** One bright spot each, somewhere, its values from 0 to 255; the first pixel is always 0. */
  static MatrixRows images(int count, int height, int width, long seed) {
    Random random = new Random(seed);
    float[][] images = new float[count][height * width];
    for (float[] image : images) {
      double y = random.nextDouble() * height;
      double x = random.nextDouble() * width;
      for (int i = 1; i < image.length; i++) {
        int line = i / width;
        double dy = line - y;
        double dx = i - line * width - x;
        image[i] = (float) (255 * Math.exp(-(dy * dy + dx * dx) / 6));
      }
    }
    return new MatrixRows(images);
  }
}
