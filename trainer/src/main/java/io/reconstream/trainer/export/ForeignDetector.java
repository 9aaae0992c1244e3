/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.export;

import io.reconstream.model.bundle.PlainGraph;
import java.util.function.Function;

/**
 * Scores with a reconstruction graph that was made elsewhere: the score is the mean of the feature
 * errors. Its nodes mean the same in every operator set that a bundle may have, since the graph's
 * own set counts.
 */
public final class ForeignDetector
    implements Function<Preprocessing.Standardised, ScoringGraph.Outputs> {
  private final PlainGraph graph;
  private final Preprocessing preprocessing;
  private final ErrorScale scale;

  private ForeignDetector(PlainGraph graph, Preprocessing preprocessing, ErrorScale scale) {
    this.graph = graph;
    this.preprocessing = preprocessing;
    this.scale = scale;
  }

  /** With errors in standardised units, as long as their scale is not known. */
  public static ForeignDetector unscaled(PlainGraph graph, Preprocessing preprocessing) {
    return new ForeignDetector(graph, preprocessing, null);
  }

  /** The same with errors in units of held-out errors. */
  public ForeignDetector with(ErrorScale known) {
    return new ForeignDetector(graph, preprocessing, known);
  }

  @Override
  public ScoringGraph.Outputs apply(Preprocessing.Standardised row) {
    Value reconstruction = new ImportedGraph(graph).export(row.input());
    Value residual = reconstruction.minus(row.units());
    if (row.present() != null) {
      residual = residual.times(row.present());
    }
    Value squares = residual.squared();
    Value errors = scale == null ? squares : scale.featureErrors(squares);
    return new ScoringGraph.Outputs(
        errors.sum(false, -1).times(1f / preprocessing.columns()),
        errors,
        reconstruction,
        null,
        0,
        null,
        0,
        residual,
        preprocessing.units());
  }
}
