/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.config;

/** How far a reconstruction is from its row, in standardised units, mean over columns. */
public enum Loss {
  /** Squared error. */
  MSE,
  /** Absolute error. */
  MAE,
  /** Squared below one unit, absolute beyond: outliers among the training rows pull less. */
  HUBER;

  @Override
  public String toString() {
    return Choices.text(this);
  }
}
