/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.workload;

import java.util.Random;

/** Correlated rows: a few hidden causes mixed into all features, plus noise. Seeded. */
public final class Rows {
  private static final int CAUSES = 6;

  private final Random random;
  private final float[][] mixing;
  private final double[] causes = new double[CAUSES];

  public Rows(int features, long seed) {
    // The mixing is one and the same for every seed, so that all draws follow one distribution.
    Random fixed = new Random(features);
    this.mixing = new float[features][CAUSES];
    for (float[] weights : mixing) {
      for (int i = 0; i < CAUSES; i++) {
        weights[i] = (float) fixed.nextGaussian();
      }
    }
    this.random = new Random(seed);
  }

  /** Fills the next normal row. */
  public void next(float[] row) {
    for (int i = 0; i < CAUSES; i++) {
      causes[i] = random.nextGaussian();
    }
    for (int f = 0; f < row.length; f++) {
      double value = 0.1 * random.nextGaussian();
      for (int i = 0; i < CAUSES; i++) {
        value += mixing[f][i] * causes[i];
      }
      row[f] = (float) value;
    }
  }

  /** Normal rows stay well below this, distorted ones start above. */
  public static final float DISTORTED = 50;

  /** Turns a row into an anomaly: every feature out of step with the others. */
  public static void distort(float[] row) {
    for (int f = 0; f < row.length; f++) {
      row[f] = (f % 2 == 0 ? DISTORTED : -DISTORTED) * (1.1f + Math.abs(row[f]));
    }
  }
}
