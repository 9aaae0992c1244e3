/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import io.reconstream.model.window.Smoothing;
import io.reconstream.trainer.dataset.Rows;
import io.reconstream.trainer.export.Centroids;
import io.reconstream.trainer.export.ErrorScale;
import io.reconstream.trainer.export.Preprocessing;
import io.reconstream.trainer.export.ScoringGraph;
import io.reconstream.trainer.export.Value;
import io.reconstream.trainer.network.Dense;
import io.reconstream.trainer.network.LastRows;
import io.reconstream.trainer.network.Layers;
import io.reconstream.trainer.network.Subspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Three views of a window's last row: its reconstruction by a linear autoencoder of the long
 * window, by one of the short window, and its distance to the nearest centroid of single rows. Each
 * view's squared error, over its training mean, is one component; per key the components are
 * smoothed, and the score is the mean of their logarithms.
 */
final class MultiscaleDetector implements Detector {
  private static final double LONG_SHARE = 0.99;
  private static final double SHORT_SHARE = 0.9;
  private static final int MOST_AXES = 200;
  private static final int FITTED_WINDOWS = 2000;
  private static final int FITTED_ROWS = 4000;
  private static final int CENTROIDS = 100;
  private static final int ITERATIONS = 15;

  /** Mean squares, in squared ranges, below which errors are mere rounding. */
  private static final double LEAST_MEAN = 1e-8;

  private static final Smoothing SMOOTHING = new Smoothing(1.0 / 16, 0.01, List.of(1.0, 1.0, 1.0));

  private final Preprocessing preprocessing;
  private final int windowLength;
  private final List<View> views;
  private final Dense encoder;
  private final int latentWidth;
  private final LastRows shortWindow;
  private final Centroids centroids;
  private final float[] means;
  private final List<ErrorScale> scales;

  /** A linear autoencoder's reconstruction of the last row. */
  private record View(Layers network, NetworkErrors errors) {}

  /**
   * @param training windows of {@code windowLength} rows, flattened; better without those of a
   *     key's warm-up, whose repeated first row is no typical window
   */
  MultiscaleDetector(
      Preprocessing preprocessing, Rows training, Samples heldOut, int windowLength, long seed) {
    this.preprocessing = preprocessing;
    this.windowLength = windowLength;
    int units = preprocessing.units();
    LastRows longWindow = new LastRows(windowLength, windowLength, units);
    this.shortWindow = new LastRows(windowLength, Math.max(1, windowLength / 2), units);
    Subspace longSpace = subspace(training, longWindow);
    Subspace shortSpace = subspace(training, shortWindow);
    this.latentWidth = shortSpace.axesFor(SHORT_SHARE);
    this.encoder = shortSpace.encoder(latentWidth);
    this.views =
        List.of(
            view(longWindow, longSpace.lastRow(longSpace.axesFor(LONG_SHARE), units)),
            view(shortWindow, shortSpace.lastRow(latentWidth, units)));
    this.centroids =
        Centroids.fit(
            rows(Subset.spaced(training, FITTED_ROWS)), CENTROIDS, ITERATIONS, new Random(seed));
    this.means = means(Subset.spaced(training, FITTED_ROWS));
    this.scales = scales(heldOut);
  }

  private Subspace subspace(Rows training, LastRows window) {
    try (Samples samples = new Samples(Subset.spaced(training, FITTED_WINDOWS), preprocessing)) {
      List<Subspace> result = new ArrayList<>();
      samples.ordered(
          FITTED_WINDOWS,
          (first, batch) -> result.add(Subspace.leading(window.forward(batch), MOST_AXES)));
      return result.get(0);
    }
  }

  private View view(LastRows window, Dense lastRow) {
    Layers network = new Layers(List.of(window, lastRow));
    return new View(network, new NetworkErrors(network::forward, preprocessing));
  }

  /** The standardised last row of every window. */
  private List<float[]> lastRows(Rows windows) {
    List<float[]> rows = new ArrayList<>();
    float[] raw = new float[windows.width()];
    float[] input = new float[preprocessing.inputWidth()];
    for (long i = 0; i < windows.count(); i++) {
      windows.copy(i, raw, 0);
      preprocessing.standardise(raw, raw.length - preprocessing.columns(), input, 0);
      rows.add(Arrays.copyOf(input, preprocessing.units()));
    }
    return rows;
  }

  /** Every row once: all of the first window, of the others the last. */
  private List<float[]> rows(Rows windows) {
    List<float[]> rows = lastRows(windows);
    float[] raw = new float[windows.width()];
    float[] input = new float[preprocessing.inputWidth()];
    windows.copy(0, raw, 0);
    for (int t = 0; t < windowLength - 1; t++) {
      preprocessing.standardise(raw, t * preprocessing.columns(), input, 0);
      rows.add(Arrays.copyOf(input, preprocessing.units()));
    }
    return rows;
  }

  /** Per view, the residuals of all rows. */
  private List<List<float[]>> residuals(Rows rows) {
    List<List<float[]>> residuals = new ArrayList<>();
    for (View view : views) {
      List<float[]> ofView = new ArrayList<>();
      view.errors.forEach(rows, ofView::add);
      residuals.add(ofView);
    }
    List<float[]> differences = new ArrayList<>();
    float[] raw = new float[rows.width()];
    for (float[] row : lastRows(rows)) {
      float[] difference = centroids.difference(row);
      rows.copy(differences.size(), raw, 0);
      preprocessing.mask(raw, raw.length - preprocessing.columns(), difference, 0);
      differences.add(difference);
    }
    residuals.add(differences);
    return residuals;
  }

  private float[] means(Rows rows) {
    List<List<float[]>> residuals = residuals(rows);
    float[] means = new float[residuals.size()];
    for (int view = 0; view < means.length; view++) {
      double sum = 0;
      for (float[] residual : residuals.get(view)) {
        sum += meanSquare(residual);
      }
      means[view] = (float) Math.max(LEAST_MEAN, sum / rows.count());
    }
    return means;
  }

  private List<ErrorScale> scales(Samples heldOut) {
    return residuals(Subset.spaced(heldOut.rows(), FITTED_ROWS)).stream()
        .map(residuals -> ErrorScale.of(preprocessing, residuals::forEach))
        .toList();
  }

  private static double meanSquare(float[] residual) {
    double sum = 0;
    for (float value : residual) {
      sum += (double) value * value;
    }
    return sum / residual.length;
  }

  Smoothing smoothing() {
    return SMOOTHING;
  }

  @Override
  public ScoringGraph.Outputs export(Preprocessing.Standardised row) {
    Value last = row.units().at(1, windowLength - 1);
    Value present = row.present() == null ? null : row.present().at(1, windowLength - 1);
    List<Value> expected = new ArrayList<>();
    for (View view : views) {
      expected.add(view.network.export(row.units()));
    }
    expected.add(centroids.nearest(last));
    List<Value> residuals = new ArrayList<>();
    List<Value> components = new ArrayList<>();
    Value featureErrors = null;
    for (int view = 0; view < expected.size(); view++) {
      Value residual = expected.get(view).minus(last);
      residual = present == null ? residual : residual.times(present);
      Value squares = residual.squared();
      residuals.add(residual);
      components.add(squares.mean(true, -1).times(1 / means[view]));
      Value errors = scales.get(view).featureErrors(squares);
      featureErrors = featureErrors == null ? errors : featureErrors.plus(errors);
    }
    Value parts = Value.concat(-1, components);
    return new ScoringGraph.Outputs(
        parts.plus((float) SMOOTHING.offset()).log().mean(false, -1),
        featureErrors.times(1f / expected.size()),
        expected.get(1),
        encoder.export(shortWindow.export(row.units())),
        latentWidth,
        parts,
        expected.size(),
        Value.concat(-1, residuals.subList(0, views.size())),
        views.size() * preprocessing.units());
  }

  @Override
  public void compute(Rows rows, Result result) {
    List<List<float[]>> residuals = residuals(rows);
    int units = preprocessing.units();
    for (int row = 0; row < rows.count(); row++) {
      float[] probe = new float[views.size() * units];
      float[] parts = new float[residuals.size()];
      for (int view = 0; view < parts.length; view++) {
        float[] residual = residuals.get(view).get(row);
        parts[view] = (float) (meanSquare(residual) / means[view]);
        if (view < views.size()) {
          System.arraycopy(residual, 0, probe, view * units, units);
        }
      }
      result.accept(probe, SMOOTHING.score(parts));
    }
  }
}
