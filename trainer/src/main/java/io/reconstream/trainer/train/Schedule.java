/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import io.reconstream.trainer.config.TrainingSettings;

/** How the learning rate changes over the steps of a training. */
@FunctionalInterface
interface Schedule {

  /**
   * The factor on the configured learning rate.
   *
   * @param step from 0 to {@code steps - 1}
   */
  double factor(long step, long steps);

  /** As configured. */
  static Schedule of(TrainingSettings.Schedule name) {
    return switch (name) {
      case CONSTANT -> (step, steps) -> 1;
      case COSINE -> (step, steps) -> cosine(steps / 50 + 1, 0.02).factor(step, steps);
    };
  }

  /** Rises linearly over the first {@code warmUp} steps, then falls as a cosine to {@code end}. */
  static Schedule cosine(long warmUp, double end) {
    return (step, steps) -> {
      if (step < warmUp) {
        return (step + 1.0) / warmUp;
      }
      double done = (double) (step - warmUp) / Math.max(1, steps - warmUp);
      return end + (1 - end) * 0.5 * (1 + Math.cos(Math.PI * done));
    };
  }
}
