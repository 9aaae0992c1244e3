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
 * @param loss what is minimised
 * @param schedule how the learning rate changes
 * @param gradientNorm a longer gradient is scaled down to this norm; 0 to leave it
 */
public record TrainingSettings(
    Optimizer optimizer,
    double learningRate,
    int batchSize,
    int epochs,
    int patience,
    double validation,
    long seed,
    Loss loss,
    Schedule schedule,
    double gradientNorm) {

  /** Squared error, a constant rate, gradients as they are. */
  public TrainingSettings(
      Optimizer optimizer,
      double learningRate,
      int batchSize,
      int epochs,
      int patience,
      double validation,
      long seed) {
    this(
        optimizer,
        learningRate,
        batchSize,
        epochs,
        patience,
        validation,
        seed,
        Loss.MSE,
        Schedule.CONSTANT,
        0);
  }

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

  /** The learning rate over the course of training. */
  public enum Schedule {
    CONSTANT,
    /** Rises over the first fiftieth of the steps, then falls as a cosine to a fiftieth. */
    COSINE;

    @Override
    public String toString() {
      return Choices.text(this);
    }
  }
}
