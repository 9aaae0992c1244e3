/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import io.reconstream.model.window.Smoothing;
import io.reconstream.trainer.dataset.Rows;
import io.reconstream.trainer.export.ErrorScale;
import io.reconstream.trainer.export.Preprocessing;
import io.reconstream.trainer.export.ScoringGraph;
import io.reconstream.trainer.export.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Scores a window's last row by how far it is from what several views expect. Each view's squared
 * error, over its training mean, is one component; per key the components are smoothed, and the
 * score is the weighted mean of their logarithms.
 */
final class MultiscaleDetector implements Detector {
  private static final double OFFSET = 0.01;

  private final MultiscaleFit fit;
  private final Smoothing smoothing;
  private final List<Part> parts;
  private final LinearView principal;

  /** A view that counts. */
  private record Part(SeriesView view, double weight, float mean, ErrorScale scale) {
    boolean isLinear() {
      return view instanceof LinearView;
    }
  }

  /**
   * @param weights per view of the fit; one of weight 0 is left out
   * @param alpha of the moving averages
   * @param scales per view of the fit
   */
  MultiscaleDetector(
      MultiscaleFit fit, List<Double> weights, double alpha, List<ErrorScale> scales) {
    this.fit = fit;
    this.principal = fit.principal(weights);
    this.parts =
        IntStream.range(0, weights.size())
            .filter(view -> weights.get(view) > 0)
            .mapToObj(
                view ->
                    new Part(
                        fit.views().get(view), weights.get(view), fit.mean(view), scales.get(view)))
            .toList();
    this.smoothing = new Smoothing(alpha, OFFSET, parts.stream().map(Part::weight).toList());
  }

  Smoothing smoothing() {
    return smoothing;
  }

  @Override
  public ScoringGraph.Outputs export(Preprocessing.Standardised row) {
    int newest = fit.windowLength() - 1;
    Value last = row.units().at(1, newest);
    Value present = row.present() == null ? null : row.present().at(1, newest);
    List<Value> probe = new ArrayList<>();
    List<Value> components = new ArrayList<>();
    Value featureErrors = null;
    Value score = null;
    double total = parts.stream().mapToDouble(Part::weight).sum();
    for (Part part : parts) {
      float share = (float) (part.weight / total);
      Value residual = part.view.export(row.units()).minus(last);
      residual = present == null ? residual : residual.times(present);
      Value squares = residual.squared();
      if (part.isLinear()) {
        probe.add(residual);
      }
      Value component = squares.mean(true, -1).times(1 / part.mean);
      Value logarithm = component.plus((float) OFFSET).log().times(share);
      Value errors = part.scale.featureErrors(squares).times(share);
      components.add(component);
      score = score == null ? logarithm : score.plus(logarithm);
      featureErrors = featureErrors == null ? errors : featureErrors.plus(errors);
    }
    return new ScoringGraph.Outputs(
        score.mean(false, -1),
        featureErrors,
        principal.export(row.units()),
        principal.encoder().export(principal.window().export(row.units())),
        principal.axes(),
        Value.concat(-1, components),
        parts.size(),
        Value.concat(-1, probe),
        probe.size() * fit.preprocessing().units());
  }

  @Override
  public void compute(Rows rows, Result result) {
    List<List<float[]>> residuals = parts.stream().map(part -> part.view.residuals(rows)).toList();
    int units = fit.preprocessing().units();
    for (int row = 0; row < rows.count(); row++) {
      float[] components = new float[parts.size()];
      float[] probe = new float[(int) parts.stream().filter(Part::isLinear).count() * units];
      int linear = 0;
      for (int i = 0; i < components.length; i++) {
        float[] residual = residuals.get(i).get(row);
        components[i] = (float) (MultiscaleFit.meanSquare(residual) / parts.get(i).mean);
        if (parts.get(i).isLinear()) {
          System.arraycopy(residual, 0, probe, linear++ * units, units);
        }
      }
      result.accept(probe, smoothing.score(components));
    }
  }
}
