/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import io.reconstream.trainer.dataset.Rows;
import io.reconstream.trainer.export.Value;
import java.util.List;

/** One way to expect the last row of a window. */
interface SeriesView {

  /** Expected minus last row of every window, D floats each, 0 where the value is missing. */
  List<float[]> residuals(Rows windows);

  /** The expected last rows {@code [N, D]} of windows {@code [N, T, D]}, in the graph. */
  Value export(Value windows);

  /**
   * How much its error should count: 0 where it says nothing of rows that it has not seen, to 1.
   */
  double weight();
}
