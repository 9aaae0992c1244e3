/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.scoring;

import static io.reconstream.model.bundle.MeanSquareGraph.mean;
import static io.reconstream.model.bundle.MeanSquareGraph.node;
import static io.reconstream.model.bundle.MeanSquareGraph.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.reconstream.model.bundle.GraphContract;
import io.reconstream.model.bundle.MeanSquareGraph;
import io.reconstream.model.feature.Feature;
import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.feature.FieldPath;
import io.reconstream.model.feature.NumericFeature;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AttributionTest {
  private static final FeatureSpec SPEC =
      new FeatureSpec(
          Stream.of("a", "b", "c")
              .<Feature>map(name -> new NumericFeature(name, FieldPath.parse(name), true))
              .toList());

  /** Unit length: the network keeps what lies along it. */
  private static final double[] AXIS = {0.9, 0.3, Math.sqrt(1 - 0.81 - 0.09)};

  @Test
  void shouldNameTheWrongValueWhereItDrawsTheOthersAlong() {
    // on the axis but for a, whose error is the smallest: 0.19 of the way against 0.27 and 0.28
    float[] row = {1.9f, 0.3f, (float) AXIS[2]};

    List<Contribution> byFall = attribution(projection(), row, 64);

    try (Scorer scorer = Scorer.open(projection());
        ScoringBatch batch = scorer.batch(1)) {
      batch.features().put(0, row);
      assertThat(names(Contribution.of(SPEC, batch.detail(0)))).containsExactly("c", "b", "a");
    }
    assertThat(names(byFall)).startsWith("a");
    assertThat(byFall.get(0).share()).isGreaterThan(2 * byFall.get(1).share());
    assertThat(byFall.stream().mapToDouble(Contribution::share).sum()).isCloseTo(1, within(1e-9));
  }

  @Test
  void shouldGiveTheSameInBatchesThatHoldFewTrials() {
    float[] row = {1.9f, 0.3f, (float) AXIS[2]};

    assertThat(names(attribution(projection(), row, 5)))
        .isEqualTo(names(attribution(projection(), row, 64)));
    // no trial fits beside the input
    assertThat(names(attribution(projection(), row, 1))).containsExactly("c", "b", "a");
  }

  @Test
  void shouldShareByErrorWhereValuesAreIndependent() {
    byte[] graph = MeanSquareGraph.rows(3).build().toByteArray();

    List<Contribution> contributions = attribution(graph, new float[] {3, -1, 0}, 64);

    assertThat(names(contributions)).containsExactly("a", "b");
    assertThat(contributions.get(0).share()).isCloseTo(0.9, within(1e-6));
  }

  private static List<Contribution> attribution(byte[] graph, float[] row, int capacity) {
    try (Scorer scorer = Scorer.open(graph);
        ScoringBatch batch = scorer.batch(capacity)) {
      batch.features().put(0, row);
      return new Attribution(SPEC, 1).of(batch, batch.detail(0));
    }
  }

  private static List<String> names(List<Contribution> contributions) {
    return contributions.stream().map(each -> each.feature().name()).toList();
  }

  /** A linear autoencoder with one latent unit. */
  private static byte[] projection() {
    TensorProto.Builder weights =
        TensorProto.newBuilder()
            .setName("weights")
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .addDims(3)
            .addDims(3);
    for (double from : AXIS) {
      for (double to : AXIS) {
        weights.addFloatData((float) (from * to));
      }
    }
    GraphProto graph =
        GraphProto.newBuilder()
            .setName("projection")
            .addInput(value("features", -1, 3))
            .addInitializer(weights)
            .addNode(node("MatMul", "reconstruction", "features", "weights"))
            .addNode(node("Sub", "residual", "features", "reconstruction"))
            .addNode(node("Mul", "feature_error", "residual", "residual"))
            .addNode(mean("score", "feature_error", 1, 0))
            .addNode(mean("latent", "feature_error", 1, 1))
            .addOutput(value("score", -1))
            .addOutput(value("feature_error", -1, 3))
            .addOutput(value("reconstruction", -1, 3))
            .addOutput(value("latent", -1, 1))
            .build();
    return ModelProto.newBuilder()
        .setIrVersion(GraphContract.IR_VERSION)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(GraphContract.OPSET))
        .setGraph(graph)
        .build()
        .toByteArray();
  }
}
