/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.reconstream.model.bundle.GraphContract;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Builds an ONNX graph node by node; {@link Value} gives the nodes their arithmetic notation. */
public final class Graph {
  /** The first dimension of inputs and outputs: how many rows are scored at once. */
  private static final String BATCH = "N";

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("reconstream");
  private List<OperatorSetIdProto> operators =
      List.of(OperatorSetIdProto.newBuilder().setVersion(GraphContract.OPSET).build());
  private long irVersion = GraphContract.IR_VERSION;

  /** Equal ones are one: a layer that is used twice is stored once. */
  private final Map<TensorProto, Value> constants = new HashMap<>();

  private int count;

  /** The graph's input, float32 {@code [N, dims...]}. */
  public Value input(String name, long... dims) {
    graph.addInput(info(name, dims));
    return new Value(this, name);
  }

  /** Declares a value as the output {@code name}, float32 {@code [N, dims...]}. */
  public void output(String name, Value value, long... dims) {
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType("Identity")
            .setName(name)
            .addInput(value.name())
            .addOutput(name));
    graph.addOutput(info(name, dims));
  }

  /** A float32 constant; without dims a scalar. */
  public Value constant(float[] values, long... dims) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return constant(TensorProto.DataType.FLOAT, bytes, dims);
  }

  /** A float32 scalar. */
  public Value scalar(float value) {
    return constant(new float[] {value});
  }

  /** A float32 vector. */
  public Value vector(float... values) {
    return constant(values, values.length);
  }

  /** An int64 vector. */
  public Value indexes(long... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(values);
    return constant(TensorProto.DataType.INT64, bytes, values.length);
  }

  /** An int64 scalar. */
  public Value index(long value) {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(0, value);
    return constant(TensorProto.DataType.INT64, bytes);
  }

  private Value constant(TensorProto.DataType type, ByteBuffer bytes, long... dims) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setDataType(type.getNumber())
            .setRawData(ByteString.copyFrom(bytes.rewind()));
    for (long dim : dims) {
      tensor.addDims(dim);
    }
    return constants.computeIfAbsent(
        tensor.build(),
        unnamed -> {
          String name = "constant_" + count++;
          graph.addInitializer(unnamed.toBuilder().setName(name));
          return new Value(this, name);
        });
  }

  /** A node with one output. */
  public Value apply(String operator, List<Value> inputs, AttributeProto... attributes) {
    return apply(operator, 1, inputs, attributes).get(0);
  }

  /** A node with several outputs; null among the inputs leaves an optional one out. */
  public List<Value> apply(
      String operator, int outputs, List<Value> inputs, AttributeProto... attributes) {
    String name = operator + "_" + count++;
    NodeProto.Builder node = NodeProto.newBuilder().setOpType(operator).setName(name);
    for (Value input : inputs) {
      node.addInput(input == null ? "" : input.name());
    }
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < outputs; i++) {
      values.add(new Value(this, outputs == 1 ? name : name + "_" + i));
      node.addOutput(values.get(i).name());
    }
    graph.addNode(node.addAllAttribute(List.of(attributes)));
    return values;
  }

  /**
   * Takes in another graph as it is, with its operator sets, which are then this graph's.
   *
   * @param nodes names that are none of this graph's
   */
  void include(ModelProto other, List<NodeProto> nodes, List<TensorProto> initializers) {
    operators = other.getOpsetImportList();
    irVersion = Math.max(irVersion, other.getIrVersion());
    graph.addAllNode(nodes).addAllInitializer(initializers);
  }

  public static AttributeProto attribute(String name, long value) {
    return attribute(name, AttributeProto.AttributeType.INT).setI(value).build();
  }

  public static AttributeProto attribute(String name, float value) {
    return attribute(name, AttributeProto.AttributeType.FLOAT).setF(value).build();
  }

  public static AttributeProto attribute(String name, String value) {
    return attribute(name, AttributeProto.AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  public static AttributeProto attribute(String name, long[] values) {
    AttributeProto.Builder attribute = attribute(name, AttributeProto.AttributeType.INTS);
    for (long value : values) {
      attribute.addInts(value);
    }
    return attribute.build();
  }

  private static AttributeProto.Builder attribute(String name, AttributeProto.AttributeType type) {
    return AttributeProto.newBuilder().setName(name).setType(type);
  }

  private static ValueInfoProto info(String name, long... dims) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    shape.addDimBuilder().setDimParam(BATCH);
    for (long dim : dims) {
      shape.addDimBuilder().setDimValue(dim);
    }
    TypeProto.Builder type = TypeProto.newBuilder();
    type.getTensorTypeBuilder().setElemType(TensorProto.DataType.FLOAT.getNumber()).setShape(shape);
    return ValueInfoProto.newBuilder().setName(name).setType(type).build();
  }

  /** The model's bytes. */
  public byte[] toModel() {
    return ModelProto.newBuilder()
        .setIrVersion(irVersion)
        .setProducerName("reconstream")
        .addAllOpsetImport(operators)
        .setGraph(graph)
        .build()
        .toByteArray();
  }
}
