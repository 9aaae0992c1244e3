/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.reconstream.trainer.config.TrainingSettings;
import io.reconstream.trainer.network.LibTorch;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PackedParametersTest {
  private static final double RATE = 0.002;

  @ParameterizedTest
  @EnumSource
  void shouldTrainSmallParametersAsTheOptimizerDoesEachByItself(TrainingSettings.Optimizer name) {
    assertTrainsAlike(name, 3);
  }

  @ParameterizedTest
  @EnumSource
  void shouldTrainLargeParametersBesideSmallOnes(TrainingSettings.Optimizer name) {
    assertTrainsAlike(name, 1_500);
  }

  private static void assertTrainsAlike(TrainingSettings.Optimizer name, int width) {
    try (PointerScope scope = new PointerScope()) {
      Net single = new Net(width);
      Net packed = new Net(width);
      Tensor input = torch.randn(64, 7);
      float untrained = packed.loss(input).item_float();
      for (int training = 0; training < 2; training++) { // as of a stack: each packs anew
        TensorVector each = single.module.parameters();
        Optimizer ofEach = Optimizers.create(name, each, RATE);
        try (PackedParameters parameters = new PackedParameters(packed.module.parameters())) {
          Optimizer ofPacked = Optimizers.create(name, parameters.vector(), RATE);
          for (int step = 0; step < 10; step++) {
            ofEach.zero_grad();
            single.loss(input).backward();
            double norm = torch.clip_grad_norm_(each, 0.5);
            ofEach.step();

            parameters.zeroGradients();
            packed.loss(input).backward();
            assertThat(torch.clip_grad_norm_(parameters.vector(), 0.5))
                .isCloseTo(norm, withinPercentage(0.01));
            ofPacked.step();
          }
        }
      }

      assertThat(packed.loss(input).item_float())
          .isNotCloseTo(untrained, withinPercentage(0.1))
          .isCloseTo(single.loss(input).item_float(), withinPercentage(0.001));
    }
  }

  /** The same weights each time. */
  private static final class Net {
    private final Module module = new Module("net");
    private final LinearImpl encoder;
    private final LinearImpl decoder;

    Net(int width) {
      LibTorch.start(1);
      encoder = new LinearImpl(7, width);
      decoder = new LinearImpl(width, 7);
      module.register_module("encoder", encoder);
      module.register_module("decoder", decoder);
    }

    Tensor loss(Tensor input) {
      return torch.mse_loss(decoder.forward(torch.tanh(encoder.forward(input))), input);
    }
  }
}
