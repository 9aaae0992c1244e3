/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.bundle;

import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What any ONNX Runtime must be able to run from this one file alone: standard operators, versions
 * in range, no data elsewhere. The whole model is walked, so subgraphs, functions, sparse tensors
 * and training information have no corner to hide in.
 */
final class GraphRules {
  private static final Set<String> DOMAINS = Set.of("", "ai.onnx", "ai.onnx.ml");

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
      domain(node.getDomain(), "node '%s' (%s)".formatted(node.getName(), node.getOpType()));
    } else if (message instanceof FunctionProto function) {
      domain(function.getDomain(), "function '%s'".formatted(function.getName()));
    } else if (message instanceof TensorProto tensor) {
      embedded(tensor);
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

  private static void domain(String domain, String what) {
    if (!DOMAINS.contains(domain)) {
      throw new BundleException(
          "%s is of the operator domain '%s', allowed are ai.onnx and ai.onnx.ml"
              .formatted(what, domain));
    }
  }

  private static void embedded(TensorProto tensor) {
    if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL
        || tensor.getExternalDataCount() > 0) {
      throw new BundleException(
          "tensor '%s' has its data in another file, expected all data inside"
              .formatted(tensor.getName()));
    }
  }
}
