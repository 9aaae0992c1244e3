/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.config;

/** The function after each hidden layer. */
public enum Activation {
  SIGMOID,
  TANH,
  RELU,
  LEAKY_RELU,
  /** Leaky ReLU whose slope below 0 is learnt, one per layer (He et al., 2015). */
  PRELU,
  ELU,
  GELU,
  SILU;

  @Override
  public String toString() {
    return Choices.text(this);
  }
}
