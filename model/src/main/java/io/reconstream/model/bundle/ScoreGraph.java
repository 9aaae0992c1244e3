/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.bundle;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
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
    ModelProto full;
    try {
      full = ModelProto.parseFrom(model);
    } catch (InvalidProtocolBufferException e) {
      throw new BundleException("the graph is no ONNX model: " + e.getMessage(), e);
    }
    GraphProto graph = full.getGraph();
    if (graph.getNodeList().stream().anyMatch(ScoreGraph::hasSubgraph)) {
      return model; // a subgraph reads names that its node does not list
    }
    Set<String> needed = new HashSet<>(OUTPUTS);
    List<NodeProto> nodes = new ArrayList<>();
    for (int i = graph.getNodeCount() - 1; i >= 0; i--) {
      NodeProto node = graph.getNode(i);
      if (node.getOutputList().stream().anyMatch(needed::contains)) {
        nodes.add(node);
        needed.addAll(node.getInputList());
      }
    }
    Collections.reverse(nodes);
    GraphProto pruned =
        graph.toBuilder()
            .clearNode()
            .addAllNode(nodes)
            .clearOutput()
            .addAllOutput(
                graph.getOutputList().stream()
                    .filter(output -> OUTPUTS.contains(output.getName()))
                    .toList())
            .clearInitializer()
            .addAllInitializer(
                graph.getInitializerList().stream()
                    .filter(tensor -> needed.contains(tensor.getName()))
                    .toList())
            .clearValueInfo()
            .build();
    return full.toBuilder().setGraph(pruned).build().toByteArray();
  }

  private static boolean hasSubgraph(NodeProto node) {
    return node.getAttributeList().stream()
        .anyMatch(attribute -> attribute.hasG() || attribute.getGraphsCount() > 0);
  }
}
