/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import io.reconstream.trainer.dataset.Rows;
import io.reconstream.trainer.export.Preprocessing;
import io.reconstream.trainer.export.Value;
import io.reconstream.trainer.network.Dense;
import io.reconstream.trainer.network.LastRows;
import io.reconstream.trainer.network.Layers;
import io.reconstream.trainer.network.Subspace;
import java.util.ArrayList;
import java.util.List;

/**
 * The reconstruction of the last row by a linear autoencoder of the window's newest rows.
 *
 * @param window the newest rows
 * @param space of all axes that were looked for
 * @param axes how many of them the autoencoder has
 * @param fitted how many windows it was fitted to
 */
record LinearView(
    Preprocessing preprocessing, LastRows window, Subspace space, int axes, long fitted)
    implements SeriesView {
  private static final int MOST_AXES = 200;
  private static final int MOST_WINDOWS = 2000;

  /**
   * Fits to windows.
   *
   * @param share of the variance that the axes hold
   */
  static LinearView fit(Preprocessing preprocessing, Rows windows, LastRows window, double share) {
    Rows fitted = Subset.spaced(Subset.complete(windows, window.length()), MOST_WINDOWS);
    List<Subspace> spaces = new ArrayList<>();
    try (Samples samples = new Samples(fitted, preprocessing)) {
      samples.ordered(
          MOST_WINDOWS,
          (first, batch) -> spaces.add(Subspace.leading(window.forward(batch), MOST_AXES)));
    }
    Subspace space = spaces.get(0);
    return new LinearView(preprocessing, window, space, space.axesFor(share), fitted.count());
  }

  /** From windows to their places along the axes. */
  Dense encoder() {
    return space.encoder(axes);
  }

  private Layers network() {
    return new Layers(List.of(window, space.lastRow(axes, window.units())));
  }

  @Override
  public List<float[]> residuals(Rows windows) {
    List<float[]> residuals = new ArrayList<>();
    new NetworkErrors(network()::forward, preprocessing).forEach(windows, residuals::add);
    return residuals;
  }

  @Override
  public Value export(Value windows) {
    return network().export(windows);
  }

  /**
   * 1 where there are many windows to an axis, 0 where there are two or less: such a subspace knows
   * its windows by heart and little else.
   */
  @Override
  public double weight() {
    return Math.max(0, 1 - 2.0 * axes / fitted);
  }
}
