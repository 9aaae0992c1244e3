/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.dataset;

/** Rows, or windows that end with them, of one or more series in the order of time. */
public interface SeriesRows extends Rows {

  /** Which series a row belongs to, 0 to {@link #seriesCount()} - 1. */
  int series(long row);

  int seriesCount();
}
