/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import io.reconstream.trainer.dataset.Rows;

/** Rows and others after them, of one width. */
record Joined(Rows first, Rows second) implements Rows {

  @Override
  public long count() {
    return first.count() + second.count();
  }

  @Override
  public int width() {
    return first.width();
  }

  @Override
  public void copy(long row, float[] target, int offset) {
    if (row < first.count()) {
      first.copy(row, target, offset);
    } else {
      second.copy(row - first.count(), target, offset);
    }
  }

  @Override
  public boolean hasOwn(int newest, long row) {
    return row < first.count()
        ? first.hasOwn(newest, row)
        : second.hasOwn(newest, row - first.count());
  }
}
