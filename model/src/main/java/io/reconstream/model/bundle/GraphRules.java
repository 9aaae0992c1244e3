/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.bundle;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What any ONNX Runtime must be able to run from this one file alone: standard operators, versions
 * in range, no data elsewhere; and nothing by which a small file becomes much work: no loops, no
 * functions (each may call the next one twice), no tensors larger than their data. The whole model
 * is walked, so subgraphs and training information have no corner to hide in.
 */
final class GraphRules {
  private static final Set<String> DOMAINS = Set.of("", "ai.onnx", "ai.onnx.ml");

  /** A model of rows and windows, whose sizes are fixed, needs none of them. */
  private static final Set<String> LOOPS = Set.of("Loop", "Scan", "SequenceMap");

  private static final Set<String> RECURRENT = Set.of("LSTM", "GRU", "RNN");

  /** The dimensions of a recurrent node's inputs: X, W, R and B. */
  private static final List<Integer> RECURRENT_DIMENSIONS = List.of(3, 3, 3, 2);

  /** Two numbers of four bits are the most that a byte holds. */
  private static final int VALUES_OF_BYTE = 2;

  private GraphRules() {}

  static void check(ModelProto model) {
    range("IR version", model.getIrVersion(), GraphContract.MIN_IR, GraphContract.MAX_IR);
    List<OperatorSetIdProto> standard =
        model.getOpsetImportList().stream().filter(set -> isStandard(set.getDomain())).toList();
    if (standard.size() != 1) {
      throw new BundleException(
          "imports %d standard operator sets, expected 1".formatted(standard.size()));
    }
    range("opset", standard.get(0).getVersion(), GraphContract.MIN_OPSET, GraphContract.MAX_OPSET);
    walk(model);
  }

  private static boolean isStandard(String domain) {
    return domain.isEmpty() || domain.equals("ai.onnx");
  }

  private static void range(String what, long actual, int min, int max) {
    if (actual < min || actual > max) {
      throw new BundleException(
          "has %s %d, supported are %d to %d".formatted(what, actual, min, max));
    }
  }

  private static void walk(Message message) {
    if (message instanceof NodeProto node) {
      operator(node);
    } else if (message instanceof GraphProto graph) {
      graph.getNodeList().stream()
          .filter(node -> RECURRENT.contains(node.getOpType()))
          .forEach(node -> weights(node, graph));
    } else if (message instanceof FunctionProto function) {
      throw new BundleException(
          "has a function of its own, '%s', expected plain nodes; export it with functions inlined"
              .formatted(function.getName()));
    } else if (message instanceof SparseTensorProto) {
      throw new BundleException("has a sparse tensor, expected plain ones");
    } else if (message instanceof TensorProto tensor) {
      embedded(tensor);
      complete(tensor);
    }
    for (var field : message.getAllFields().entrySet()) {
      if (field.getKey().getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        if (field.getValue() instanceof Collection<?> children) {
          children.forEach(child -> walk((Message) child));
        } else {
          walk((Message) field.getValue());
        }
      }
    }
  }

  private static void operator(NodeProto node) {
    if (!DOMAINS.contains(node.getDomain())) {
      throw new BundleException(
          "node '%s' (%s) is of the operator domain '%s', allowed are ai.onnx and ai.onnx.ml"
              .formatted(node.getName(), node.getOpType(), node.getDomain()));
    }
    if (LOOPS.contains(node.getOpType())) {
      throw new BundleException(
          "node '%s' is a %s, expected nodes that run once for a batch"
              .formatted(node.getName(), node.getOpType()));
    }
  }

  /**
   * ONNX Runtime repacks constant weights of recurrent nodes without a look at their dimensions,
   * and ends the process where it meets others.
   */
  private static void weights(NodeProto node, GraphProto graph) {
    for (int i = 0; i < Math.min(node.getInputCount(), RECURRENT_DIMENSIONS.size()); i++) {
      String name = node.getInput(i);
      int expected = RECURRENT_DIMENSIONS.get(i);
      constants(name, graph)
          .filter(tensor -> tensor.getDimsCount() != expected)
          .findAny()
          .ifPresent(
              tensor -> {
                throw new BundleException(
                    "node '%s' (%s) has weights '%s' of the dimensions %s, expected %d dimensions"
                        .formatted(
                            node.getName(),
                            node.getOpType(),
                            name,
                            tensor.getDimsList(),
                            expected));
              });
    }
  }

  private static Stream<TensorProto> constants(String name, GraphProto graph) {
    return Stream.concat(
        graph.getInitializerList().stream().filter(tensor -> tensor.getName().equals(name)),
        graph.getNodeList().stream()
            .filter(node -> node.getOpType().equals("Constant"))
            .filter(node -> node.getOutputList().contains(name))
            .flatMap(node -> node.getAttributeList().stream())
            .filter(AttributeProto::hasT)
            .map(AttributeProto::getT));
  }

  private static void embedded(TensorProto tensor) {
    if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL
        || tensor.getExternalDataCount() > 0) {
      throw new BundleException(
          "tensor '%s' has its data in another file, expected all data inside"
              .formatted(tensor.getName()));
    }
  }

  /** Memory is taken for what dimensions say, before anybody looks for the data. */
  private static void complete(TensorProto tensor) {
    long values = 1;
    for (long size : tensor.getDimsList()) {
      if (size < 0 || (size > 0 && values > Long.MAX_VALUE / size)) {
        throw new BundleException(
            "tensor '%s' has the dimensions %s, which no tensor has"
                .formatted(tensor.getName(), tensor.getDimsList()));
      }
      values *= size;
    }
    long data =
        (long) tensor.getRawData().size()
            + tensor.getFloatDataCount()
            + tensor.getInt32DataCount()
            + tensor.getInt64DataCount()
            + tensor.getUint64DataCount()
            + tensor.getDoubleDataCount()
            + tensor.getStringDataCount();
    if (values > VALUES_OF_BYTE * data) {
      throw new BundleException(
          "tensor '%s' declares %d values by its dimensions %s, but has data for at most %d"
              .formatted(tensor.getName(), values, tensor.getDimsList(), VALUES_OF_BYTE * data));
    }
  }
}
