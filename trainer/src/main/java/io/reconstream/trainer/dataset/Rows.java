/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.dataset;

/** Encoded rows, read at random, in the order that training and calibration agree on. */
public interface Rows {

  /** How many rows there are. */
  long count();

  /** F, the floats in a row. */
  int width();

  /**
   * Copies one row; NaN in it means missing. Safe to call from several threads.
   *
   * @param row 0 to {@link #count()} - 1
   * @param target receives {@link #width()} floats
   * @param offset index of the row's first column in {@code target}
   */
  void copy(long row, float[] target, int offset);

  /**
   * Whether the newest rows of a window are rows of its series, none of them its first row standing
   * in for one before it. True for single rows.
   *
   * @param newest how many
   */
  default boolean hasOwn(int newest, long row) {
    return true;
  }
}
