/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.reconstream.model.bundle.PlainGraph;
import java.util.List;

/** A reconstruction graph that was made elsewhere, as a part of ours. */
public final class ImportedGraph {
  private static final String PREFIX = "imported/";

  private final PlainGraph plain;

  public ImportedGraph(PlainGraph plain) {
    this.plain = plain;
  }

  /**
   * Adds its nodes to a graph.
   *
   * @param input {@code [N, D]}
   * @return {@code [N, D]}, what it makes of it
   */
  public Value export(Value input) {
    ModelProto model = plain.model();
    GraphProto renamed = renamed(model.getGraph());
    Graph graph = input.graph();
    NodeProto bridge =
        NodeProto.newBuilder()
            .setOpType("Identity")
            .setName(PREFIX + "input")
            .addInput(input.name())
            .addOutput(PREFIX + plain.input())
            .build();
    graph.include(model, List.of(bridge), renamed.getInitializerList());
    graph.include(model, renamed.getNodeList(), List.of());
    return new Value(graph, PREFIX + plain.output());
  }

  /** All names, also those of graphs within nodes, with a prefix that none of ours has. */
  private static GraphProto renamed(GraphProto graph) {
    GraphProto.Builder renamed =
        graph.toBuilder()
            .clearNode()
            .clearInitializer()
            .clearInput()
            .clearOutput()
            .clearValueInfo();
    graph.getNodeList().forEach(node -> renamed.addNode(renamed(node)));
    for (TensorProto tensor : graph.getInitializerList()) {
      renamed.addInitializer(tensor.toBuilder().setName(PREFIX + tensor.getName()));
    }
    for (ValueInfoProto input : graph.getInputList()) {
      renamed.addInput(input.toBuilder().setName(PREFIX + input.getName()));
    }
    for (ValueInfoProto output : graph.getOutputList()) {
      renamed.addOutput(output.toBuilder().setName(PREFIX + output.getName()));
    }
    return renamed.build();
  }

  private static NodeProto renamed(NodeProto node) {
    NodeProto.Builder renamed =
        node.toBuilder()
            .clearInput()
            .clearOutput()
            .clearAttribute()
            .setName(PREFIX + node.getName());
    node.getInputList().forEach(name -> renamed.addInput(prefixed(name)));
    node.getOutputList().forEach(name -> renamed.addOutput(prefixed(name)));
    for (AttributeProto attribute : node.getAttributeList()) {
      AttributeProto.Builder inner = attribute.toBuilder().clearGraphs();
      if (attribute.hasG()) {
        inner.setG(renamed(attribute.getG()));
      }
      attribute.getGraphsList().forEach(graph -> inner.addGraphs(renamed(graph)));
      renamed.addAttribute(inner);
    }
    return renamed.build();
  }

  /** An optional input or output that is left out has no name. */
  private static String prefixed(String name) {
    return name.isEmpty() ? name : PREFIX + name;
  }
}
