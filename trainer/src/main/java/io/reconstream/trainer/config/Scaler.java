/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.config;

/** How a numeric column is scaled before a network sees it, {@code training.scaling}. */
public enum Scaler {
  /** What the column's own values ask for. */
  AUTO,
  /** Mean and standard deviation. */
  STANDARD,
  /** Median and interquartile range. */
  ROBUST,
  /** Smallest value and range. */
  MIN_MAX,
  /** A logarithm in both directions from the median, then mean and standard deviation. */
  LOG,
  /** The log odds of a value's rank, then mean and standard deviation. */
  QUANTILE;

  @Override
  public String toString() {
    return Choices.text(this);
  }
}
