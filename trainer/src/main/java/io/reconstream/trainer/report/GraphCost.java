/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.report;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What a graph costs per row. */
public final class GraphCost {
  private static final Set<String> PRODUCTS = Set.of("MatMul", "Gemm");

  private GraphCost() {}

  /**
   * The multiply-adds of its matrix products with constant matrices, the bulk of a dense network.
   *
   * @param graph an ONNX model
   */
  public static long multiplyAdds(byte[] graph) {
    try {
      ModelProto model = ModelProto.parseFrom(graph);
      Map<String, Long> sizes = new HashMap<>();
      for (TensorProto tensor : model.getGraph().getInitializerList()) {
        long size = tensor.getDimsList().stream().reduce(1L, Math::multiplyExact);
        sizes.put(tensor.getName(), tensor.getDimsCount() < 2 ? 0 : size);
      }
      long sum = 0;
      for (NodeProto node : model.getGraph().getNodeList()) {
        if (PRODUCTS.contains(node.getOpType())) {
          sum += sizes.getOrDefault(node.getInput(1), 0L);
        }
      }
      return sum;
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("no ONNX model", e);
    }
  }
}
