/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import io.reconstream.trainer.dataset.Rows;

/** Rows in memory. */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
record MatrixRows(float[][] values) implements Rows {

  @Override
  public long count() {
    return values.length;
  }

  @Override
  public int width() {
    return values[0].length;
  }

  @Override
  public void copy(long row, float[] target, int offset) {
    float[] source = values[Math.toIntExact(row)];
    System.arraycopy(source, 0, target, offset, source.length);
  }
}
