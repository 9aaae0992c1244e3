/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import org.junit.jupiter.api.Test;

class DecoderGraphTest {

  @Test
  void shouldCutFromTheLatentToTheReconstruction() throws InvalidProtocolBufferException {
    ModelProto.Builder model = MeanSquareGraph.rows(3);
    // the latent is a copy of the code, and the reconstruction made of the code
    GraphProto.Builder graph = model.getGraphBuilder();
    graph.removeNode(index(graph, GraphContract.LATENT));
    graph.removeNode(index(graph, GraphContract.RECONSTRUCTION));
    graph.addNode(MeanSquareGraph.node("Abs", "code", "feature_error"));
    graph.addNode(MeanSquareGraph.node("Identity", GraphContract.LATENT, "code"));
    graph.addNode(MeanSquareGraph.node("Mul", "wide", "code", "scale"));
    graph.addNode(MeanSquareGraph.node("Neg", GraphContract.RECONSTRUCTION, "wide"));
    graph.setOutput(3, MeanSquareGraph.value(GraphContract.LATENT, -1, 3));

    GraphProto decoder =
        ModelProto.parseFrom(DecoderGraph.of(model.build().toByteArray())).getGraph();

    assertThat(decoder.getInputList())
        .extracting(ValueInfoProto::getName)
        .containsExactly(GraphContract.LATENT);
    assertThat(decoder.getOutputList())
        .extracting(ValueInfoProto::getName)
        .containsExactly(GraphContract.RECONSTRUCTION);
    assertThat(decoder.getNodeList())
        .extracting(NodeProto::getOpType)
        .containsExactly("Mul", "Neg");
    assertThat(decoder.getNode(0).getInputList()).containsExactly(GraphContract.LATENT, "scale");
    assertThat(decoder.getInitializerList()).hasSize(1);
  }

  @Test
  void shouldRefuseAReconstructionOfMoreThanTheLatent() {
    byte[] model = MeanSquareGraph.rows(3).build().toByteArray();
    assertThatThrownBy(() -> DecoderGraph.of(model))
        .isInstanceOf(BundleException.class)
        .hasMessage(
            "makes its reconstruction of more than the latent, so it cannot be decoded from that");
  }

  @Test
  void shouldRefuseAGraphWithoutLatent() {
    ModelProto.Builder model = MeanSquareGraph.rows(3);
    model.getGraphBuilder().removeOutput(3);
    byte[] bytes = model.build().toByteArray();
    assertThatThrownBy(() -> DecoderGraph.of(bytes))
        .isInstanceOf(BundleException.class)
        .hasMessage("has no output 'latent', so nothing can be decoded");
  }

  private static int index(GraphProto.Builder graph, String output) {
    for (int i = 0; i < graph.getNodeCount(); i++) {
      if (graph.getNode(i).getOutputList().contains(output)) {
        return i;
      }
    }
    throw new AssertionError("no node computes " + output);
  }
}
