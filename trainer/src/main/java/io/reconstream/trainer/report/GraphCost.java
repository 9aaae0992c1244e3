/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.report;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.reconstream.model.scoring.TensorShapes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a graph costs per row, or per window where it reads windows. */
public final class GraphCost {
  private static final Set<String> PRODUCTS =
      Set.of("MatMul", "Gemm", "Conv", "ConvTranspose", "LSTM", "GRU");

  private final Map<String, long[]> shapes;

  private GraphCost(Map<String, long[]> shapes) {
    this.shapes = shapes;
  }

  /**
   * The multiply-adds of its matrix products, convolutions and recurrent layers, which are the bulk
   * of any network.
   *
   * @param graph an ONNX model that follows {@link io.reconstream.model.bundle.GraphContract}
   */
  public static long multiplyAdds(byte[] graph) {
    try {
      ModelProto model = ModelProto.parseFrom(graph);
      List<NodeProto> products =
          model.getGraph().getNodeList().stream()
              .filter(node -> PRODUCTS.contains(node.getOpType()))
              .toList();
      Map<String, long[]> shapes = new HashMap<>();
      for (TensorProto tensor : model.getGraph().getInitializerList()) {
        shapes.put(
            tensor.getName(), tensor.getDimsList().stream().mapToLong(Long::longValue).toArray());
      }
      List<String> inner = new ArrayList<>();
      for (NodeProto node : products) {
        inner.addAll(node.getInputList());
        inner.add(node.getOutput(0));
      }
      inner.removeIf(name -> name.isEmpty() || shapes.containsKey(name));
      shapes.putAll(TensorShapes.ofOneRow(graph, inner));
      GraphCost cost = new GraphCost(shapes);
      return products.stream().mapToLong(cost::of).reduce(0, Math::addExact);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("no ONNX model", e);
    }
  }

  private long of(NodeProto node) {
    long[] input = shapes.get(node.getInput(0));
    long[] weights = shapes.get(node.getInput(1));
    return switch (node.getOpType()) {
      case "MatMul" -> Math.multiplyExact(product(output(node)), input[input.length - 1]);
      case "Gemm" -> Math.multiplyExact(product(output(node)), product(input) / output(node)[0]);
      // each value of the output sees all weights of its channel
      case "Conv" -> Math.multiplyExact(product(output(node)), product(weights) / weights[0]);
      // and here each value of the input
      case "ConvTranspose" -> Math.multiplyExact(product(input), product(weights) / weights[0]);
      // every step of every sequence sees all weights, of the input and of the state
      default ->
          Math.multiplyExact(
              input[0] * input[1], product(weights) + product(shapes.get(node.getInput(2))));
    };
  }

  private long[] output(NodeProto node) {
    return shapes.get(node.getOutput(0));
  }

  private static long product(long[] shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }
}
