/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import io.reconstream.trainer.config.TrainingSettings;

/**
 * How one network is optimised.
 *
 * @param optimizer the step rule
 * @param learningRate before the schedule
 * @param schedule of the learning rate
 * @param batchSize rows per step
 * @param steps at most
 * @param patience epochs without a better held-out loss before it stops, with the best weights; 0
 *     to make all steps and keep the last weights
 * @param gradientNorm the gradient is scaled down to this norm; infinite to leave it
 */
record Plan(
    TrainingSettings.Optimizer optimizer,
    double learningRate,
    Schedule schedule,
    int batchSize,
    long steps,
    int patience,
    double gradientNorm) {

  /** As configured. */
  static Plan of(TrainingSettings settings, Samples training) {
    return new Plan(
        settings.optimizer(),
        settings.learningRate(),
        Schedule.of(settings),
        settings.batchSize(),
        settings.epochs() * training.batches(settings.batchSize()),
        settings.patience(),
        settings.gradientNorm() > 0 ? settings.gradientNorm() : Double.POSITIVE_INFINITY);
  }

  /** The same with other most steps. */
  Plan withSteps(long other) {
    return new Plan(optimizer, learningRate, schedule, batchSize, other, patience, gradientNorm);
  }
}
