/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import io.reconstream.trainer.config.TrainingSettings;
import io.reconstream.trainer.train.TrainingHistory.Epoch;
import java.util.List;

/** How the learning rate changes over the course of a training. */
@FunctionalInterface
interface Schedule {
  double COSINE_END = 0.02;

  /**
   * The factor on the configured learning rate.
   *
   * @param step from 0 to {@code steps - 1}
   * @param epochs those that have ended, the untrained network first
   */
  double factor(long step, long steps, List<Epoch> epochs);

  /** As configured. */
  static Schedule of(TrainingSettings settings) {
    Schedule schedule =
        switch (settings.schedule()) {
          case CONSTANT -> (step, steps, epochs) -> 1;
          case COSINE -> cosine(0, COSINE_END);
          case STEP -> step(settings.decay(), settings.decayEpochs());
          case PLATEAU -> plateau(settings.decay(), settings.decayEpochs());
        };
    return settings.warmUp() > 0 ? warmedUp(settings.warmUp(), schedule) : schedule;
  }

  /** Rises linearly over the first {@code warmUp} steps, then falls as a cosine to {@code end}. */
  static Schedule cosine(long warmUp, double end) {
    return (step, steps, epochs) -> {
      if (step < warmUp) {
        return (step + 1.0) / warmUp;
      }
      double done = (double) (step - warmUp) / Math.max(1, steps - warmUp);
      return end + (1 - end) * 0.5 * (1 + Math.cos(Math.PI * done));
    };
  }

  /** Multiplied by {@code decay} after every so many epochs. */
  static Schedule step(double decay, int everyEpochs) {
    return (step, steps, epochs) -> {
      int decays = Math.max(0, epochs.size() - 1) / everyEpochs;
      return Math.pow(decay, decays);
    };
  }

  /** Multiplied by {@code decay} after every so many epochs without a better held-out loss. */
  static Schedule plateau(double decay, int patience) {
    return (step, steps, epochs) -> {
      double best = Double.POSITIVE_INFINITY;
      int waited = 0;
      int reductions = 0;
      for (Epoch epoch : epochs) {
        if (epoch.heldOutLoss() < best) {
          best = epoch.heldOutLoss();
          waited = 0;
        } else if (++waited == patience) {
          waited = 0;
          reductions++;
        }
      }
      return Math.pow(decay, reductions);
    };
  }

  /** Rises linearly over the first share of the steps; the rest is another schedule's. */
  static Schedule warmedUp(double share, Schedule schedule) {
    return (step, steps, epochs) -> {
      long warmUp = (long) Math.ceil(share * steps);
      return step < warmUp
          ? (step + 1.0) / warmUp
          : schedule.factor(step - warmUp, steps - warmUp, epochs);
    };
  }
}
