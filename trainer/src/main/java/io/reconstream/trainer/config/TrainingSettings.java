/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.config;

/**
 * How the network learns.
 *
 * @param optimizer the step rule
 * @param learningRate its step size, above 0
 * @param batchSize rows per step
 * @param epochs passes over the training rows at most
 * @param patience epochs without a better validation loss before it stops
 * @param validation share of the rows kept to decide when to stop, in (0, 0.5]
 * @param seed of every random choice
 */
public record TrainingSettings(
    Optimizer optimizer,
    double learningRate,
    int batchSize,
    int epochs,
    int patience,
    double validation,
    long seed) {

  /** A step rule, with its usual constants. */
  public enum Optimizer {
    SGD,
    ADAM,
    ADAMW,
    RMSPROP;

    @Override
    public String toString() {
      return Choices.text(this);
    }
  }
}
