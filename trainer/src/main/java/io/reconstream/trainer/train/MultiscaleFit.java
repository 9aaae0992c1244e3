/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import io.reconstream.trainer.dataset.Rows;
import io.reconstream.trainer.export.ErrorScale;
import io.reconstream.trainer.export.Preprocessing;
import io.reconstream.trainer.network.LastRows;
import java.util.List;
import java.util.Random;

/**
 * Three views of a window's last row, fitted: its reconstruction by a linear autoencoder of the
 * whole window, by one of the window's newer half, and the centroid nearest to it.
 */
final class MultiscaleFit {
  private static final double LONG_SHARE = 0.99;
  private static final double SHORT_SHARE = 0.9;
  private static final int MOST_ROWS = 4000;

  /** Mean squares, in squared ranges, below which errors are mere rounding. */
  private static final double LEAST_MEAN = 1e-8;

  /** An average over more than this share of the rows would know but a few moments of them. */
  private static final double MOST_REMEMBERED = 1.0 / 25;

  private final Preprocessing preprocessing;
  private final int windowLength;
  private final long rows;
  private final LinearView longView;
  private final LinearView shortView;
  private final CentroidView centroids;
  private final float[] means;

  /**
   * @param windows of {@code windowLength} rows, flattened; those of a warm-up, whose repeated
   *     first row is no typical window, teach the centroids alone
   */
  MultiscaleFit(Preprocessing preprocessing, Rows windows, int windowLength, long seed) {
    this.preprocessing = preprocessing;
    this.windowLength = windowLength;
    this.rows = windows.count();
    int units = preprocessing.units();
    int half = Math.max(1, windowLength / 2);
    this.longView =
        LinearView.fit(
            preprocessing, windows, new LastRows(windowLength, windowLength, units), LONG_SHARE);
    this.shortView =
        LinearView.fit(
            preprocessing, windows, new LastRows(windowLength, half, units), SHORT_SHARE);
    this.centroids = CentroidView.fit(preprocessing, windows, windowLength, new Random(seed));
    Rows typical = Subset.spaced(Subset.complete(windows, windowLength), MOST_ROWS);
    this.means = new float[views().size()];
    for (int view = 0; view < means.length; view++) {
      double sum = 0;
      for (float[] residual : views().get(view).residuals(typical)) {
        sum += meanSquare(residual);
      }
      means[view] = (float) Math.max(LEAST_MEAN, sum / typical.count());
    }
  }

  static double meanSquare(float[] residual) {
    double sum = 0;
    for (float value : residual) {
      sum += (double) value * value;
    }
    return sum / residual.length;
  }

  Preprocessing preprocessing() {
    return preprocessing;
  }

  int windowLength() {
    return windowLength;
  }

  /** Over the whole window, over its newer half, and by centroids. */
  List<SeriesView> views() {
    return List.of(longView, shortView, centroids);
  }

  /** Per view the mean square of its residuals on the windows that it was fitted to. */
  float mean(int view) {
    return means[view];
  }

  /** The view whose expected row and latent are the model's. */
  LinearView principal(List<Double> weights) {
    return weights.get(1) > 0 ? shortView : longView;
  }

  /**
   * Per view how much it counts. A single feature has no structure but that in time, which the long
   * window sees best; the short one then stands in where the long one says nothing.
   */
  List<Double> weights() {
    boolean alone = preprocessing.units() == 1 && longView.weight() > 0;
    return List.of(longView.weight(), alone ? 0.0 : 1.0, centroids.weight());
  }

  /**
   * The weight of the newest row in the moving averages: they remember half a window, but at most a
   * twenty-fifth of the rows. An average that remembers m rows has 2 / (m + 1).
   */
  double alpha() {
    double remembered = Math.min(windowLength / 2.0, rows * MOST_REMEMBERED);
    return 2 / (Math.max(1, remembered) + 1);
  }

  /** Per view how large its errors are on rows that it has not seen, in another fit's units. */
  List<ErrorScale> scales(Rows heldOut, Preprocessing target) {
    Rows sample = Subset.spaced(heldOut, MOST_ROWS);
    float[] ratios = preprocessing.unitsIn(target);
    return views().stream()
        .map(
            view ->
                ErrorScale.of(
                    target,
                    consumer ->
                        view.residuals(sample)
                            .forEach(residual -> consumer.accept(times(residual, ratios)))))
        .toList();
  }

  private static float[] times(float[] values, float[] factors) {
    float[] products = new float[values.length];
    for (int i = 0; i < products.length; i++) {
      products[i] = values[i] * factors[i];
    }
    return products;
  }
}
