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

/** Cuts a part out of a graph: some of its outputs, and what they need. */
final class GraphPart {
  private GraphPart() {}

  /**
   * @throws BundleException if the bytes are no ONNX model
   */
  static ModelProto parse(byte[] model) {
    try {
      return ModelProto.parseFrom(model);
    } catch (InvalidProtocolBufferException e) {
      throw new BundleException("the graph is no ONNX model: " + e.getMessage(), e);
    }
  }

  /** Whether a node has a graph of its own, which reads names that the node does not list. */
  static boolean hasSubgraph(GraphProto graph) {
    return graph.getNodeList().stream()
        .flatMap(node -> node.getAttributeList().stream())
        .anyMatch(attribute -> attribute.hasG() || attribute.getGraphsCount() > 0);
  }

  /** The graph without other outputs and what only they need; its inputs stay as they are. */
  static GraphProto.Builder of(GraphProto graph, Set<String> outputs) {
    Set<String> needed = new HashSet<>(outputs);
    List<NodeProto> nodes = new ArrayList<>();
    for (int i = graph.getNodeCount() - 1; i >= 0; i--) {
      NodeProto node = graph.getNode(i);
      if (node.getOutputList().stream().anyMatch(needed::contains)) {
        nodes.add(node);
        needed.addAll(node.getInputList());
      }
    }
    Collections.reverse(nodes);
    return graph.toBuilder()
        .clearNode()
        .addAllNode(nodes)
        .clearOutput()
        .addAllOutput(
            graph.getOutputList().stream()
                .filter(output -> outputs.contains(output.getName()))
                .toList())
        .clearInitializer()
        .addAllInitializer(
            graph.getInitializerList().stream()
                .filter(tensor -> needed.contains(tensor.getName()))
                .toList())
        .clearValueInfo();
  }
}
