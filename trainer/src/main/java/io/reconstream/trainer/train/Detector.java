/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import io.reconstream.trainer.dataset.Rows;
import io.reconstream.trainer.export.Preprocessing;
import io.reconstream.trainer.export.ScoringGraph;

/** Trained networks and the score made of their errors, computed twice: here and in the graph. */
interface Detector extends AutoCloseable {

  /** Adds everything after the preprocessing to the graph. */
  ScoringGraph.Outputs export(Preprocessing.Standardised row);

  /** Computes rows with libtorch and plain Java, for comparison with the graph. */
  void compute(Rows rows, Result result);

  /** Frees its networks, if it has any. */
  @Override
  default void close() {}

  /** Sees one row's results, in order. */
  interface Result {
    /**
     * @param probe the values of {@link ScoringGraph.Outputs#probe()}, valid during the call
     */
    void accept(float[] probe, double score);
  }
}
