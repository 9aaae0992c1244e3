/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import io.reconstream.model.feature.CategoryFeature;
import io.reconstream.model.feature.Feature;
import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.feature.FieldPath;
import io.reconstream.model.feature.NumericFeature;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Simulated rows of a plant: numbers driven by two hidden causes, with noise. */
final class Plant {

  private Plant() {}

  static FeatureSpec numeric(int width) {
    List<Feature> features = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      features.add(new NumericFeature("x" + i, FieldPath.parse("x" + i), true));
    }
    return new FeatureSpec(features);
  }

  static MatrixRows numeric(int rows, int width, long seed) {
    Random random = new Random(seed);
    float[][] values = new float[rows][width];
    for (float[] row : values) {
      double a = random.nextGaussian();
      double b = random.nextGaussian();
      for (int i = 0; i < width; i++) {
        double signal = Math.cos(i) * a + Math.sin(i) * b + 0.3 * a * b;
        row[i] = (float) (100 * i + 10 * (signal + 0.1 * random.nextGaussian()));
      }
    }
    return new MatrixRows(values);
  }

  /** Two optional numbers and a category of three levels. */
  static FeatureSpec mixed() {
    return new FeatureSpec(
        List.of(
            new NumericFeature("load", FieldPath.parse("load"), false),
            new CategoryFeature(
                "mode", FieldPath.parse("mode"), false, List.of("idle", "run", "wash")),
            new NumericFeature("flow", FieldPath.parse("flow"), false)));
  }

  /** Load and flow depend on the mode; one value in ten is missing, some modes are unseen. */
  static MatrixRows mixed(int rows, long seed) {
    Random random = new Random(seed);
    float[][] values = new float[rows][];
    for (int r = 0; r < rows; r++) {
      int mode = random.nextInt(3);
      float load = (float) (10 * mode + random.nextGaussian());
      float flow = (float) (load * 2 + random.nextGaussian());
      values[r] =
          new float[] {
            random.nextInt(10) == 0 ? Float.NaN : load,
            random.nextInt(10) == 0 ? Float.NaN : random.nextInt(50) == 0 ? 3 : mode,
            random.nextInt(10) == 0 ? Float.NaN : flow
          };
    }
    return new MatrixRows(values);
  }
}
