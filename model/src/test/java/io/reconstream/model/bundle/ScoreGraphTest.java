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

class ScoreGraphTest {

  @Test
  void shouldKeepTheScoreAndWhatItNeedsInOrder() throws InvalidProtocolBufferException {
    ModelProto full = MeanSquareGraph.rows(3).build();

    GraphProto pruned = ModelProto.parseFrom(ScoreGraph.of(full.toByteArray())).getGraph();

    assertThat(pruned.getOutputList())
        .extracting(ValueInfoProto::getName)
        .containsExactly(GraphContract.SCORE);
    assertThat(pruned.getInputList()).isEqualTo(full.getGraph().getInputList());
    assertThat(pruned.getNodeList())
        .hasSizeLessThan(full.getGraph().getNodeCount())
        .isSubsetOf(full.getGraph().getNodeList())
        .noneMatch(node -> produces(node, GraphContract.LATENT))
        .anyMatch(node -> produces(node, GraphContract.SCORE));
  }

  @Test
  void shouldRefuseWhatIsNoModel() {
    assertThatThrownBy(() -> ScoreGraph.of(new byte[] {1, 2, 3}))
        .isInstanceOf(BundleException.class)
        .hasMessageStartingWith("the graph is no ONNX model: ");
  }

  private static boolean produces(NodeProto node, String output) {
    return node.getOutputList().contains(output);
  }
}
