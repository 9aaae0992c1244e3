/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.dataset;

/** Rows followed by others of the same width. */
public record JoinedRows(Rows first, Rows second) implements Rows {

  public JoinedRows {
    if (second.count() > 0 && first.width() != second.width()) {
      throw new IllegalArgumentException(
          "rows of %d and of %d floats, expected one width"
              .formatted(first.width(), second.width()));
    }
  }

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
}
