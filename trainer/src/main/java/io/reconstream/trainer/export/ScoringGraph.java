/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.export;

import io.reconstream.model.bundle.GraphContract;
import java.util.function.Function;

/** The whole graph of a model: from raw rows to the outputs of {@link GraphContract}. */
public final class ScoringGraph {
  private final Preprocessing preprocessing;
  private final int windowLength;
  private final Function<Preprocessing.Standardised, Outputs> detector;

  /**
   * What a detector computes from standardised rows. D is the number of units, F of columns.
   *
   * @param score {@code [N]}
   * @param featureErrors {@code [N, F]}
   * @param reconstruction {@code [N, D]}, standardised
   * @param latent {@code [N, K]}, null where there is none
   * @param latentWidth K
   * @param components {@code [N, C]}, null where the score is final
   * @param componentCount C
   * @param probe {@code [N, P]}: inner values that must agree with the network's
   * @param probeWidth P
   */
  public record Outputs(
      Value score,
      Value featureErrors,
      Value reconstruction,
      Value latent,
      int latentWidth,
      Value components,
      int componentCount,
      Value probe,
      int probeWidth) {}

  /**
   * @param windowLength T, 1 for single rows
   * @param detector adds its nodes and names what they compute
   */
  public ScoringGraph(
      Preprocessing preprocessing,
      int windowLength,
      Function<Preprocessing.Standardised, Outputs> detector) {
    this.preprocessing = preprocessing;
    this.windowLength = windowLength;
    this.detector = detector;
  }

  /** The model's bytes. */
  public byte[] toModel() {
    return build(false);
  }

  /** The same nodes, with the probe in the place of the latent. */
  public byte[] toProbe() {
    return build(true);
  }

  private byte[] build(boolean probe) {
    int width = preprocessing.columns();
    Graph graph = new Graph();
    Value features =
        windowLength == 1
            ? graph.input(GraphContract.FEATURES, width)
            : graph.input(GraphContract.FEATURES, windowLength, width);
    Outputs outputs = detector.apply(preprocessing.export(features));
    graph.output(GraphContract.SCORE, outputs.score);
    graph.output(GraphContract.FEATURE_ERROR, outputs.featureErrors, width);
    graph.output(
        GraphContract.RECONSTRUCTION, preprocessing.restore(outputs.reconstruction), width);
    if (probe) {
      graph.output(GraphContract.LATENT, outputs.probe, outputs.probeWidth);
    } else if (outputs.latent != null) {
      graph.output(GraphContract.LATENT, outputs.latent, outputs.latentWidth);
    }
    if (outputs.components != null) {
      graph.output(GraphContract.COMPONENTS, outputs.components, outputs.componentCount);
    }
    return graph.toModel();
  }
}
