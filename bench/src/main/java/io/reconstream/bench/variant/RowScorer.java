/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.variant;

/** Scores one row at a time, as the peers of this benchmark do. */
@FunctionalInterface
interface RowScorer extends AutoCloseable {

  double score(float[] row) throws Exception;

  @Override
  default void close() throws Exception {}
}
