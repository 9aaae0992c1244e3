/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.bundle;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.util.Set;

/**
 * The part of a bundle's graph that the score needs. ONNX Runtime computes every output of a graph,
 * fetched or not; nearly all rows are fetched for their score alone.
 */
public final class ScoreGraph {
  private static final Set<String> OUTPUTS = Set.of(GraphContract.SCORE, GraphContract.COMPONENTS);

  private ScoreGraph() {}

  /**
   * The model without other outputs and what only they need.
   *
   * @throws BundleException if the bytes are no ONNX model
   */
  public static byte[] of(byte[] model) {
    ModelProto full = GraphPart.parse(model);
    return GraphPart.hasSubgraph(full.getGraph())
        ? model
        : full.toBuilder().setGraph(GraphPart.of(full.getGraph(), OUTPUTS)).build().toByteArray();
  }
}
