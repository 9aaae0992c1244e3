/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Sizes that fit no network are refused before any data are read, and all others read back. */
class NetworkSizesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {type: conv1d, window: 7, filters: [8, 8, 8]}|model.window is '7', expected at least 8 for the 3 convolutions of stride 2 that 'filters' and 'stride' ask for
          {type: conv1d, window: 4, kernel: 9, filters: [4]}|model.kernel is '9', expected at most twice the window of 4
          {type: conv1d, kernel: 4}|model.kernel is '4', expected an odd integer from 1 to 101
          {type: conv1d, filters: []}|model.filters is '[]', expected at least one convolution
          {type: conv1d, filters: [5000]}|model.filters[0] is '5000', expected an integer from 1 to 4096
          {type: conv2d, width: 28}|model.height is '', expected the height of the images that the rows hold
          {type: conv2d, width: 28, height: 3}|model.height is '3', expected at least 4 for the 2 convolutions of stride 2 that 'filters' and 'stride' ask for
          {type: lstm, layers: []}|model.layers is '[]', expected at least one recurrent layer
          {type: gru, window: 1}|model.window is '1', expected an integer from 2 to 10000
          {type: transformer, width: 32, heads: 5}|model.heads is '5', expected a divisor of model.width, which is 32
          {type: dense, layers: [200000]}|model.layers[0] is '200000', expected an integer from 1 to 100000
          {type: dense, regularisation: {dropout: 1}}|model.regularisation.dropout is '1', expected a number of at least 0 and below 1
          {type: rnn}|model.type is 'rnn', expected one of linear, dense, variational, conv1d, conv2d, lstm, gru, transformer, stacked, denoising_pair, multiscale
          """)
  void shouldSayWhatIsAllowedInstead(String model, String message) {
    assertThatThrownBy(() -> parse(model))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(message + " (net.yaml, line 3)");
  }

  static List<String> shouldReadBackWhatItWrites() {
    return List.of(
        "{type: dense, layers: [8, 2], decoder: []}",
        "{type: dense, decoder: [4, 8], activation: prelu, normalisation: layer}",
        "{type: variational, regularisation: {dropout: 0.2, l1: 0.001, l2: 0.01}}",
        "{type: conv1d, filters: [4], upsampling: nearest, normalisation: batch}",
        "{type: conv2d, height: 28, width: 28}",
        "{type: lstm, layers: [16, 8], beta: 0.1}",
        "{type: gru, latent: 3}",
        "{type: transformer, width: 16, blocks: 3}",
        "{type: stacked, layers: [16, 4], pretraining: 3}");
  }

  @ParameterizedTest
  @MethodSource
  void shouldReadBackWhatItWrites(String model) {
    TrainingConfig config = parse(model);
    assertThat(TrainingConfigReader.parse(config.toYaml(), "sealed", Map.of())).isEqualTo(config);
  }

  @Test
  void shouldTellAMirroredDecoderFromOneWithoutHiddenLayers() {
    assertThat(((ModelConfig.Dense) parse("{type: dense}").model()).decoder()).isNull();
    assertThat(((ModelConfig.Dense) parse("{type: dense, decoder: []}").model()).decoder())
        .isEmpty();
  }

  private static TrainingConfig parse(String model) {
    return TrainingConfigReader.parse(
        "name: net\ndata: {files: a.csv}\nmodel: %s\n".formatted(model), "net.yaml", Map.of());
  }
}
