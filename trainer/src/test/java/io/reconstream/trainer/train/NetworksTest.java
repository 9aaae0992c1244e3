/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.InvalidProtocolBufferException;
import io.reconstream.trainer.config.InvalidInputException;
import io.reconstream.trainer.config.ModelConfig;
import io.reconstream.trainer.config.TrainingConfigReader;
import io.reconstream.trainer.config.TrainingSettings;
import io.reconstream.trainer.dataset.Rows;
import io.reconstream.trainer.report.GraphCost;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every family learns something about rows it has not seen, and its graph computes what libtorch
 * computes: {@link Training} compares both in ONNX Runtime, to 1e-5, before it gives the graph.
 */
class NetworksTest {
  private static final int WIDTH = 6;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{type: dense, layers: [8, 2], decoder: []}",
        "{type: dense, layers: [12, 8, 2], decoder: [16]}",
        "{type: dense, layers: [8, 2], activation: prelu, normalisation: batch}",
        "{type: dense, layers: [8, 2], normalisation: layer}",
        "{type: dense, layers: [16, 2], regularisation: {dropout: 0.1}}",
        "{type: dense, layers: [8, 2], regularisation: {l1: 0.0001, l2: 0.0001}}",
        "{type: variational, layers: [8, 2], beta: 0.01, regularisation: {sparsity: 0.001}}",
        "{type: stacked, layers: [12, 8, 2], pretraining: 2, regularisation: {noise: gaussian}}",
      })
  void shouldLearnRows(String model) {
    assertLearns(model, Plant.numeric(600, WIDTH, 1), Plant.numeric(200, WIDTH, 2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{type: dense, window: 8, layers: [24, 8], normalisation: batch}",
        "{type: conv1d, window: 16}",
        "{type: conv1d, window: 13, filters: [8, 8], stride: 3, upsampling: transposed}",
        "{type: conv1d, window: 13, filters: [8, 8], stride: 3, upsampling: nearest}",
        "{type: conv1d, window: 16, normalisation: batch, regularisation: {noise: gaussian}}",
        "{type: conv1d, window: 16, normalisation: layer, activation: prelu}",
        "{type: conv1d, window: 16, beta: 0.01, regularisation: {dropout: 0.1}}",
        "{type: lstm, window: 8, layers: [24]}",
        "{type: lstm, window: 8, layers: [24, 16], regularisation: {dropout: 0.1}}",
        "{type: gru, window: 8, layers: [24]}",
        "{type: gru, window: 8, layers: [24, 16], beta: 0.001}",
        "{type: transformer, window: 8, width: 16, heads: 4}",
        "{type: transformer, window: 8, width: 12, heads: 3, blocks: 2, regularisation: {noise: masking, dropout: 0.1}}",
        "{type: stacked, window: 8, layers: [32, 8], pretraining: 2}",
      })
  void shouldLearnWindows(String model) {
    int length = config(model).windowSpec().length();
    assertLearns(
        model,
        new Windows(Waves.series(600, WIDTH, 1), length),
        new Windows(Waves.series(200, WIDTH, 2), length));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{type: conv2d, height: 9, width: 6, filters: [8, 8]}",
        "{type: conv2d, height: 9, width: 6, filters: [8, 8], upsampling: transposed}",
        "{type: conv2d, height: 9, width: 6, filters: [8], normalisation: batch}",
        "{type: conv2d, height: 3, width: 6, channels: 3, filters: [8], normalisation: layer}",
        "{type: conv2d, height: 9, width: 6, filters: [8], beta: 0.01}",
      })
  void shouldLearnImages(String model) {
    int values = 54;
    assertLearns(model, Waves.images(600, 9, 6, 1), Waves.images(200, 9, 6, 2), values);
  }

  @Test
  void shouldTrainEveryLayerOfAStackBeforeTheWhole() {
    TrainedModel model =
        train(
            "{type: stacked, layers: [12, 3], pretraining: 2}",
            Plant.numeric(600, WIDTH, 1),
            Plant.numeric(200, WIDTH, 2),
            WIDTH);

    assertThat(model.histories())
        .extracting(TrainingHistory::network)
        .containsExactly("layer 1", "layer 2", "stacked");
    assertThat(model.histories().subList(0, 2))
        .allSatisfy(
            history -> {
              assertThat(history.epochs()).hasSize(3);
              assertThat(history.epochs().get(history.best()).heldOutLoss())
                  .isLessThan(0.8 * history.epochs().get(0).heldOutLoss());
            });
    // what the layers have learnt is where the whole begins
    assertThat(model.histories().get(2).epochs().get(0).heldOutLoss())
        .isLessThan(0.5 * model.histories().get(0).epochs().get(0).heldOutLoss());
  }

  @Test
  void shouldRefuseRowsThatAreNoSuchImages() {
    assertThatThrownBy(
            () ->
                train(
                    "{type: conv2d, height: 9, width: 7}",
                    Waves.images(60, 9, 6, 1),
                    Waves.images(60, 9, 6, 2),
                    54))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "model.height 9, model.width 7 and model.channels 1 make 63 values, expected the 54 that"
                + " a row of the features has");
  }

  @Test
  void shouldRefuseALayerThatNoBundleCanHold() {
    assertThatThrownBy(
            () ->
                train(
                    "{type: dense, layers: [100000, 100000]}",
                    Plant.numeric(60, WIDTH, 1),
                    Plant.numeric(60, WIDTH, 2),
                    WIDTH))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "a layer of 100000 x 100000 has 10000000000 weights, expected at most 134217728: make"
                + " the sizes under 'model' smaller");
  }

  private static void assertLearns(String model, Rows training, Rows heldOut) {
    assertLearns(model, training, heldOut, WIDTH);
  }

  private static void assertLearns(String model, Rows training, Rows heldOut, int width) {
    TrainedModel trained = train(model, training, heldOut, width);
    assertThat(GraphCost.multiplyAdds(trained.graph())).isGreaterThanOrEqualTo(weights(trained));
    List<TrainingHistory> histories = trained.histories();
    TrainingHistory history = histories.get(histories.size() - 1);
    double untrained = history.epochs().get(0).heldOutLoss();
    assertThat(history.epochs().get(history.best()).heldOutLoss()).isLessThan(0.8 * untrained);
  }

  /** Every weight of a matrix, a filter or a recurrence is multiplied at least once a row. */
  private static long weights(TrainedModel trained) {
    try {
      return OnnxMl.ModelProto.parseFrom(trained.graph()).getGraph().getInitializerList().stream()
          .filter(tensor -> tensor.getDimsCount() >= 2)
          .mapToLong(tensor -> tensor.getDimsList().stream().reduce(1L, Math::multiplyExact))
          .sum();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static TrainedModel train(String model, Rows training, Rows heldOut, int width) {
    TrainingSettings settings =
        TrainingSettings.builder()
            .learningRate(0.01)
            .batchSize(32)
            .epochs(8)
            .patience(8)
            .validation(0.2)
            .build();
    return Training.train(
        Plant.numeric(width), training, heldOut, config(model), settings, new Silent());
  }

  private static ModelConfig config(String model) {
    return TrainingConfigReader.parse(
            "{name: test, data: {files: none.csv}, model: %s}".formatted(model), "test", Map.of())
        .model();
  }
}
