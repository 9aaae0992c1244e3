/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.bundle;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;

/**
 * The smallest graph that follows the contract, so that every output can be told by hand.
 *
 * <p>Each feature error is the square of the column (its mean over a window), the score their mean,
 * the latent vector that mean again, the reconstruction the (last) row times {@code scale}, which
 * is 0. Score parts, if asked for, are the score and the largest feature error.
 */
public final class MeanSquareGraph {
  private MeanSquareGraph() {}

  /** {@code [N, width]}. */
  public static ModelProto.Builder rows(int width) {
    return model(0, width, false);
  }

  /** {@code [N, length, width]}, with or without score parts. */
  public static ModelProto.Builder windows(int length, int width, boolean components) {
    return model(length, width, components);
  }

  private static ModelProto.Builder model(int length, int width, boolean components) {
    GraphProto.Builder graph = GraphProto.newBuilder().setName("mean square");
    graph.addInput(
        length == 0 ? value("features", -1, width) : value("features", -1, length, width));
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName("scale")
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .addDims(1)
            .addFloatData(0));
    if (length == 0) {
      graph.addNode(node("Mul", "feature_error", "features", "features"));
      graph.addNode(node("Mul", "reconstruction", "features", "scale"));
    } else {
      graph.addNode(node("Mul", "square", "features", "features"));
      graph.addNode(mean("feature_error", "square", 1, 0));
      graph.addInitializer(
          TensorProto.newBuilder()
              .setName("last")
              .setDataType(TensorProto.DataType.INT64_VALUE)
              .addInt64Data(length - 1));
      graph.addNode(
          node("Gather", "last_row", "features", "last").toBuilder()
              .addAttribute(integer("axis", 1)));
      graph.addNode(node("Mul", "reconstruction", "last_row", "scale"));
    }
    graph.addNode(mean("score", "feature_error", 1, 0));
    graph.addNode(mean("latent", "feature_error", 1, 1));
    graph.addOutput(value("score", -1));
    graph.addOutput(value("feature_error", -1, width));
    graph.addOutput(value("reconstruction", -1, width));
    graph.addOutput(value("latent", -1, 1));
    if (components) {
      graph.addNode(mean("largest", "feature_error", 1, 1).toBuilder().setOpType("ReduceMax"));
      graph.addNode(
          node("Concat", "components", "latent", "largest").toBuilder()
              .addAttribute(integer("axis", 1)));
      graph.addOutput(value("components", -1, 2));
    }
    return ModelProto.newBuilder()
        .setIrVersion(GraphContract.IR_VERSION)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(GraphContract.OPSET))
        .setGraph(graph);
  }

  /** A float32 input or output; -1 stands for the named dimension N. */
  public static ValueInfoProto value(String name, int... dimensions) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (int size : dimensions) {
      var dimension = TensorShapeProto.Dimension.newBuilder();
      shape.addDim(size < 0 ? dimension.setDimParam("N") : dimension.setDimValue(size));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.FLOAT_VALUE)
                        .setShape(shape)))
        .build();
  }

  /** A node of one output. */
  public static NodeProto node(String type, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setName(output)
        .setOpType(type)
        .addOutput(output)
        .addAllInput(java.util.List.of(inputs))
        .build();
  }

  /** A node that takes the mean over an axis. */
  public static NodeProto mean(String output, String input, int axis, int keepDimensions) {
    return node("ReduceMean", output, input).toBuilder()
        .addAttribute(
            AttributeProto.newBuilder()
                .setName("axes")
                .setType(AttributeProto.AttributeType.INTS)
                .addInts(axis))
        .addAttribute(integer("keepdims", keepDimensions))
        .build();
  }

  private static AttributeProto integer(String name, int value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }
}
