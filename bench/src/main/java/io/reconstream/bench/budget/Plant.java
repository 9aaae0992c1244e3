/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.budget;

import io.reconstream.model.feature.Feature;
import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.feature.FieldPath;
import io.reconstream.model.feature.NumericFeature;
import io.reconstream.trainer.dataset.Rows;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A simulated plant in normal operation: three hidden causes and one of three modes drive twelve
 * sensors, whose noise has heavy tails (Student's t with five degrees of freedom). Rows are
 * independent of one another; what a seed makes of the plant stays the same for all of its rows.
 */
final class Plant {
  private static final int SENSORS = 12;
  private static final int CAUSES = 3;
  private static final int MODES = 3;
  private static final int DEGREES = 5;

  private final double[][] loadings = new double[SENSORS][CAUSES];
  private final double[][] offsets = new double[SENSORS][MODES];
  private final double[] noise = new double[SENSORS];
  private final Random random;

  Plant(long seed) {
    this.random = new Random(seed);
    for (int i = 0; i < SENSORS; i++) {
      for (int k = 0; k < CAUSES; k++) {
        loadings[i][k] = random.nextGaussian();
      }
      for (int m = 0; m < MODES; m++) {
        offsets[i][m] = 2 * random.nextGaussian();
      }
      noise[i] = 0.05 + 0.2 * random.nextDouble();
    }
  }

  static FeatureSpec features() {
    return new FeatureSpec(
        IntStream.range(0, SENSORS)
            .<Feature>mapToObj(
                i -> new NumericFeature("sensor" + i, FieldPath.parse("sensor" + i), true))
            .toList());
  }

  /** The next rows, in memory. */
  Rows next(int count) {
    float[] values = new float[count * SENSORS];
    for (int r = 0; r < count; r++) {
      fill(values, r * SENSORS);
    }
    return new Matrix(values, SENSORS);
  }

  private void fill(float[] values, int at) {
    double[] causes = random.doubles(CAUSES, -2, 2).toArray();
    int mode = random.nextInt(MODES);
    for (int i = 0; i < SENSORS; i++) {
      double value = offsets[i][mode] + noise[i] * heavyTailed();
      for (int k = 0; k < CAUSES; k++) {
        value += loadings[i][k] * causes[k];
      }
      values[at + i] = (float) (value + 0.2 * causes[i % CAUSES] * causes[(i + 1) % CAUSES]);
    }
  }

  /** A normal number over the root of a mean of squared ones. */
  private double heavyTailed() {
    double squares = 0;
    for (int i = 0; i < DEGREES; i++) {
      double value = random.nextGaussian();
      squares += value * value;
    }
    return random.nextGaussian() / Math.sqrt(squares / DEGREES);
  }

  /** Rows one after the other. */
  @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
  private record Matrix(float[] values, int width) implements Rows {
    @Override
    public long count() {
      return values.length / width;
    }

    @Override
    public void copy(long row, float[] target, int offset) {
      System.arraycopy(values, Math.toIntExact(row * width), target, offset, width);
    }
  }
}
