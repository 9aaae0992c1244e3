/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.config;

/** The function of the network's last layer, and with it how rows are scaled. */
public enum OutputActivation {
  /** The loss's usual one. */
  AUTO,
  /** None: numbers of any size. */
  LINEAR,
  /** Values in 0..1: every column is scaled to the range that it had in training. */
  SIGMOID,
  /** Over the levels of each category, which become probabilities; numbers stay linear. */
  SOFTMAX;

  @Override
  public String toString() {
    return Choices.text(this);
  }
}
