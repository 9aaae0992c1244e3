/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.trainer.config.InvalidInputException;
import io.reconstream.trainer.config.Loss;
import io.reconstream.trainer.config.OutputActivation;
import io.reconstream.trainer.config.TrainingSettings;
import io.reconstream.trainer.dataset.Rows;
import io.reconstream.trainer.export.Preprocessing;

/** Whether the data are such that a loss means something for them. */
final class LossCheck {
  private static final int ROWS = 10_000;

  private LossCheck() {}

  /**
   * Checks before training.
   *
   * @throws InvalidInputException if a softmax has no category, or the hinge loss a column of more
   *     than two values
   */
  static void run(
      TrainingSettings settings, FeatureSpec spec, Preprocessing preprocessing, Rows rows) {
    if (settings.activation() == OutputActivation.SOFTMAX
        && preprocessing.blocks().stream().noneMatch(Preprocessing.Block::category)) {
      throw new InvalidInputException(
          "training.loss is '%s' with output softmax, but none of the %d columns is a category, expected at least one; mse is the loss of numbers"
              .formatted(settings.loss(), preprocessing.columns()));
    }
    if (settings.loss() == Loss.HINGE) {
      twoValues(spec, preprocessing, Subset.spaced(rows, ROWS));
    }
  }

  private static void twoValues(FeatureSpec spec, Preprocessing preprocessing, Rows rows) {
    float[] raw = new float[rows.width()];
    float[] units = new float[preprocessing.inputWidth()];
    for (long row = 0; row < rows.count(); row++) {
      rows.copy(row, raw, 0);
      int last = raw.length - preprocessing.columns();
      preprocessing.standardise(raw, last, units, 0);
      for (int column = 0; column < preprocessing.columns(); column++) {
        Preprocessing.Block block = preprocessing.blocks().get(column);
        float value = raw[last + column];
        if (!block.category() && !Float.isNaN(value) && inside(units[block.from()])) {
          throw new InvalidInputException(
              "training.loss is 'hinge', but column '%s' has values between its smallest and its largest, such as %s; expected columns of two values, or loss binary_cross_entropy"
                  .formatted(spec.columns().get(column), value));
        }
      }
    }
  }

  private static boolean inside(float unit) {
    return unit > 1e-6f && unit < 1 - 1e-6f;
  }
}
