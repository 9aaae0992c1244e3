/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reconstream.trainer.config.TrainingSettings;
import io.reconstream.trainer.network.LibTorch;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PackedParametersTest {

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
      Net flat = new Net(width);
      Tensor input = torch.randn(64, 7);
      float untrained = flat.loss(input).item_float();
      Optimizer ofEach = Optimizers.create(name, single.module.parameters(), 0.01);
      try (PackedParameters parameters = new PackedParameters(flat.module.parameters())) {
        Optimizer ofAll = Optimizers.create(name, parameters.vector(), 0.01);
        for (int step = 0; step < 20; step++) {
          ofEach.zero_grad();
          single.loss(input).backward();
          ofEach.step();
          parameters.zeroGradients();
          flat.loss(input).backward();
          ofAll.step();
        }
      }

      assertThat(flat.loss(input).item_float())
          .isLessThan(0.99f * untrained)
          .isCloseTo(single.loss(input).item_float(), within(1e-6f));
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
