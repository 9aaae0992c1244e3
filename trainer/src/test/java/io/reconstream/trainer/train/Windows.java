/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import io.reconstream.trainer.dataset.Rows;
import java.util.List;

/** Every row of a series with the rows before it, flattened; the first row stands in before it. */
record Windows(List<float[]> series, int length) implements Rows {

  @Override
  public long count() {
    return series.size();
  }

  @Override
  public int width() {
    return length * series.get(0).length;
  }

  @Override
  public void copy(long row, float[] target, int offset) {
    int width = series.get(0).length;
    for (int t = 0; t < length; t++) {
      int source = Math.max(0, Math.toIntExact(row) - length + 1 + t);
      System.arraycopy(series.get(source), 0, target, offset + t * width, width);
    }
  }
}
