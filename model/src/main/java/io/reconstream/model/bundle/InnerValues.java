/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.bundle;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** The values between a graph's nodes, for whoever wants to look at them. */
public final class InnerValues {
  private InnerValues() {}

  /**
   * The model with more outputs; ONNX Runtime finds out their types.
   *
   * @param names of values that nodes compute; those that are outputs or the input stay what they
   *     are
   * @throws BundleException if the bytes are no ONNX model
   */
  public static byte[] asOutputs(byte[] model, Collection<String> names) {
    ModelProto full = GraphPart.parse(model);
    GraphProto.Builder graph = full.getGraph().toBuilder();
    Set<String> known = new HashSet<>();
    graph.getOutputList().forEach(output -> known.add(output.getName()));
    graph.getInputList().forEach(input -> known.add(input.getName()));
    for (String name : names) {
      if (known.add(name)) {
        graph.addOutput(ValueInfoProto.newBuilder().setName(name));
      }
    }
    return full.toBuilder().setGraph(graph).build().toByteArray();
  }
}
