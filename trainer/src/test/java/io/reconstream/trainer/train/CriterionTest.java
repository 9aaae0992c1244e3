/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reconstream.trainer.config.Loss;
import io.reconstream.trainer.config.OutputActivation;
import io.reconstream.trainer.config.Scaler;
import io.reconstream.trainer.export.Preprocessing;
import io.reconstream.trainer.network.LibTorch;
import io.reconstream.trainer.network.Tensors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Losses by their formulas, worked out by hand. */
class CriterionTest {

  @BeforeAll
  static void load() {
    LibTorch.start(1);
  }

  @ParameterizedTest
  @CsvSource({
    "MSE, 0.25, 1, 0.5625",
    "MAE, 0.25, 1, 0.75",
    "HUBER, 0, 3, 2.5",
    "BINARY_CROSS_ENTROPY, 0.25, 1, 1.3863", // -ln 1/4
    "BINARY_CROSS_ENTROPY, 0.5, 0.3, 0.6931", // -ln 1/2, whatever the row
    "BINARY_CROSS_ENTROPY, 0.25, 7, 1.3863", // beyond the range of training is its end
    "KL_DIVERGENCE, 0.25, 0.5, 0.0966", // 1/2 ln 2 - 1/4
    "KL_DIVERGENCE, 0.25, 0, 0.25",
    "KL_DIVERGENCE, 0.5, 0.5, 0",
    "HINGE, 0.75, 1, 0.5",
    "HINGE, 0.75, 0, 1.5",
    "HINGE, 1, 1, 0"
  })
  void shouldBeWhatTheFormulaSays(Loss loss, float output, float target, double expected) {
    try (PointerScope scope = new PointerScope()) {
      assertThat(value(Criterion.of(loss), new float[] {output}, new float[] {target}))
          .isCloseTo(expected, within(1e-4));
    }
  }

  @ParameterizedTest
  @CsvSource({"0.25, 1.3863", "1, 0", "0, 87.3365"}) // at most -ln of the smallest normal float
  void shouldTakeTheProbabilityOfTheLevelAndTheSquaredErrorOfNumbers(
      float probability, double crossEntropy) {
    Preprocessing mixed =
        Preprocessing.fit(
            Plant.mixed(),
            Plant.mixed(500, 1),
            feature -> Scaler.STANDARD,
            OutputActivation.SOFTMAX);
    float rest = (1 - probability) / 3;
    float[] output = {0, rest, probability, rest, rest, 2};
    float[] target = {1, 0, 1, 0, 0, 2};

    try (PointerScope scope = new PointerScope()) {
      assertThat(value(Criterion.of(Loss.CROSS_ENTROPY, mixed), output, target))
          .isCloseTo((1 + crossEntropy + 0) / 3, within(1e-4));
    }
  }

  @ParameterizedTest
  @EnumSource(value = Loss.class, names = "CROSS_ENTROPY", mode = Mode.EXCLUDE)
  void shouldHaveAFiniteGradientAtTheEndsOfTheRange(Loss loss) {
    try (PointerScope scope = new PointerScope()) {
      Tensor output = Tensors.of(new float[] {0, 1, 0, 1}, 4);
      output.set_requires_grad(true);
      Criterion.of(loss).of(output, Tensors.of(new float[] {0, 0, 1, 1}, 4)).backward();

      for (float slope : Tensors.floats(output.grad())) {
        assertThat(slope).isFinite();
      }
    }
  }

  private static double value(Criterion criterion, float[] output, float[] target) {
    return criterion
        .of(Tensors.of(output, 1, output.length), Tensors.of(target, 1, target.length))
        .item_float();
  }
}
