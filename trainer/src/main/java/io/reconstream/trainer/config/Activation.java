/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.config;

/** The function after each hidden layer. */
public enum Activation {
  SIGMOID,
  TANH,
  RELU,
  LEAKY_RELU,
  ELU,
  GELU,
  SILU;

  @Override
  public String toString() {
    return Choices.text(this);
  }
}
