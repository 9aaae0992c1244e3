/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.config;

/** What keeps the values before each activation at mean 0 and deviation 1. */
public enum Normalisation {
  NONE,
  /**
   * Per unit or channel over the batch in training; afterwards by running statistics (Ioffe and
   * Szegedy, 2015).
   */
  BATCH,
  /** Over all units of a row or window (Ba, Kiros and Hinton, 2016). */
  LAYER;

  @Override
  public String toString() {
    return Choices.text(this);
  }
}
