/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.trainer.config.ModelConfig;
import io.reconstream.trainer.config.TrainingSettings;
import io.reconstream.trainer.dataset.Rows;
import io.reconstream.trainer.progress.Progress;

/** Trains a model of any type and exports it. */
public final class Training {

  private Training() {}

  /**
   * Trains, exports and verifies. The same rows and settings give the same bytes on the same
   * machine.
   *
   * @param spec what a row is; F columns
   * @param training the rows (or windows, T rows flattened) to learn from; width F or T * F
   * @param heldOut rows of the same width that decide when to stop, scale the errors, and on which
   *     the graph is compared with the network
   * @throws TrainingException if the loss is not finite, or the graph computes other than the
   *     network
   */
  public static TrainedModel train(
      FeatureSpec spec,
      Rows training,
      Rows heldOut,
      ModelConfig model,
      TrainingSettings settings,
      Progress progress) {
    throw new UnsupportedOperationException("to be written");
  }
}
