/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.bundle;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.List;
import java.util.Set;

/**
 * The part of a bundle's graph from the latent to the reconstruction, as a model of its own: input
 * {@code latent} {@code [N, K]}, output {@code reconstruction} {@code [N, F]}. The bundle stays one
 * graph; its decoder is found in it, not stored twice.
 */
public final class DecoderGraph {
  private DecoderGraph() {}

  /**
   * Cuts the decoder out.
   *
   * @throws BundleException if the graph gives no latent, or its reconstruction needs more than
   *     that
   */
  public static byte[] of(byte[] model) {
    ModelProto full = GraphPart.parse(model);
    GraphProto graph = full.getGraph();
    ValueInfoProto latent =
        graph.getOutputList().stream()
            .filter(output -> output.getName().equals(GraphContract.LATENT))
            .findFirst()
            .orElseThrow(
                () -> new BundleException("has no output 'latent', so nothing can be decoded"));
    if (GraphPart.hasSubgraph(graph)) {
      throw new BundleException("has nodes with graphs of their own, so no decoder can be cut out");
    }
    GraphProto.Builder decoder =
        GraphPart.of(fromLatent(graph), Set.of(GraphContract.RECONSTRUCTION))
            .clearInput()
            .addInput(latent);
    boolean readsMore =
        decoder.getNodeList().stream()
            .anyMatch(node -> node.getInputList().contains(GraphContract.FEATURES));
    if (readsMore) {
      throw new BundleException(
          "makes its reconstruction of more than the latent, so it cannot be decoded from that");
    }
    return full.toBuilder().setGraph(decoder).clearMetadataProps().build().toByteArray();
  }

  /** The graph whose nodes read the latent by its name, and in which nothing computes it. */
  private static GraphProto fromLatent(GraphProto graph) {
    NodeProto last =
        graph.getNodeList().stream()
            .filter(node -> node.getOutputList().contains(GraphContract.LATENT))
            .findFirst()
            .orElseThrow(() -> new BundleException("has no node that computes 'latent'"));
    // an output is often a copy: the decoder reads what was copied
    String inner = last.getOpType().equals("Identity") ? last.getInput(0) : GraphContract.LATENT;
    GraphProto.Builder cut = graph.toBuilder().clearNode();
    for (NodeProto node : graph.getNodeList()) {
      boolean computesLatent =
          node.getOutputList().contains(inner)
              || node.getOutputList().contains(GraphContract.LATENT);
      if (!computesLatent) {
        cut.addNode(renamed(node, inner));
      }
    }
    return cut.build();
  }

  private static NodeProto renamed(NodeProto node, String inner) {
    List<String> inputs =
        node.getInputList().stream()
            .map(input -> input.equals(inner) ? GraphContract.LATENT : input)
            .toList();
    return node.toBuilder().clearInput().addAllInput(inputs).build();
  }
}
