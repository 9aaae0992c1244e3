/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.config;

import static io.reconstream.trainer.config.OutputActivation.LINEAR;
import static io.reconstream.trainer.config.OutputActivation.SIGMOID;
import static io.reconstream.trainer.config.OutputActivation.SOFTMAX;

import java.util.List;

/** How far a reconstruction is from its row, mean over columns. */
public enum Loss {
  /** Squared error, in standardised units. */
  MSE(LINEAR, SIGMOID, SOFTMAX),
  /** Absolute error. */
  MAE(LINEAR, SIGMOID, SOFTMAX),
  /** Squared below one unit, absolute beyond: outliers among the training rows pull less. */
  HUBER(LINEAR, SIGMOID, SOFTMAX),
  /** {@code -x log r - (1 - x) log(1 - r)}, rows scaled to 0..1. */
  BINARY_CROSS_ENTROPY(SIGMOID),
  /**
   * Per category {@code -log} of the probability that the network gives its level; per number the
   * squared error.
   */
  CROSS_ENTROPY(SOFTMAX),
  /**
   * The generalised Kullback-Leibler divergence {@code x log(x / r) - x + r} (I-divergence,
   * Csiszár, 1991), rows scaled to 0..1: relative errors count, as in counts and spectra.
   */
  KL_DIVERGENCE(SIGMOID),
  /**
   * {@code max(0, 1 - t s)} with row and reconstruction mapped to -1..1: for columns of two values.
   */
  HINGE(SIGMOID);

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<OutputActivation> outputs;

  Loss(OutputActivation... outputs) {
    this.outputs = List.of(outputs);
  }

  /** The output activations that this loss is defined for; the first is the usual one. */
  public List<OutputActivation> outputs() {
    return outputs;
  }

  @Override
  public String toString() {
    return Choices.text(this);
  }
}
