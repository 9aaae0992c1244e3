/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import io.reconstream.trainer.dataset.Rows;

/**
 * Evenly spaced rows of others.
 *
 * @param rows the others
 * @param count how many
 */
record Subset(Rows rows, long count) implements Rows {

  /** At most {@code most} rows, all where there are no more. */
  static Rows spaced(Rows rows, long most) {
    return rows.count() <= most ? rows : new Subset(rows, most);
  }

  @Override
  public int width() {
    return rows.width();
  }

  @Override
  public void copy(long row, float[] target, int offset) {
    rows.copy(row * rows.count() / count, target, offset);
  }
}
