/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.dataset;

/**
 * Rows in another order.
 *
 * @param rows as they are in the file
 * @param order the place in the file of the first row, the second, and so on
 */
@SuppressWarnings("ArrayRecordComponent") // a view, never compared
record OrderedRows(Rows rows, int[] order) implements Rows {

  @Override
  public long count() {
    return order.length;
  }

  @Override
  public int width() {
    return rows.width();
  }

  @Override
  public void copy(long row, float[] target, int offset) {
    rows.copy(order[(int) row], target, offset);
  }
}
