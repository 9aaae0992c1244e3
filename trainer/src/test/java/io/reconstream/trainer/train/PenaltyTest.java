/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reconstream.trainer.config.Activation;
import io.reconstream.trainer.network.Autoencoder;
import io.reconstream.trainer.network.Dense;
import io.reconstream.trainer.network.Layers;
import io.reconstream.trainer.network.LibTorch;
import io.reconstream.trainer.network.Nonlinearity;
import io.reconstream.trainer.network.Tensors;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class PenaltyTest {
  private static final int INPUTS = 3;
  private static final float[] WEIGHT = {0.5f, -1, 2, 0.1f, 0.7f, -0.3f};
  private static final float[] BIAS = {0.2f, -0.4f};

  /** Of h = tanh(W x + b), dh_j / dx_i is (1 - h_j²) W_ji. */
  @Test
  void shouldEqualTheAnalyticJacobianOfOneLayer() {
    LibTorch.start(5);
    try (PointerScope scope = new PointerScope()) {
      Layers encoder =
          new Layers(List.of(new Dense(INPUTS, WEIGHT, BIAS), new Nonlinearity(Activation.TANH)));
      Tensor rows = torch.randn(4, INPUTS).set_requires_grad(true);
      Tensor latent = encoder.forward(rows);

      double expected = 0;
      float[] values = Tensors.floats(latent);
      for (int row = 0; row < 4; row++) {
        for (int j = 0; j < BIAS.length; j++) {
          double slope = 1 - Math.pow(values[row * BIAS.length + j], 2);
          for (int i = 0; i < INPUTS; i++) {
            expected += Math.pow(slope * WEIGHT[j * INPUTS + i], 2) / 4;
          }
        }
      }

      double penalty = Penalty.contraction(1).of(rows, latent, 0).item_float();
      assertThat(penalty).isCloseTo(expected, within(1e-5));
      assertThat((double) Penalty.contraction(0.5).of(rows, latent, 0).item_float())
          .isCloseTo(expected / 2, within(1e-5));
    }
  }

  /** Of 0.2 log(0.2 / m) + 0.8 log(0.8 / (1 - m)), with m 0.5 and 0.2. */
  @Test
  void shouldMeasureTheDivergenceOfMeanActivations() {
    LibTorch.start(5);
    try (PointerScope scope = new PointerScope()) {
      Tensor latent = Tensors.of(new float[] {0.9f, 0.1f, 0.1f, 0.3f}, 2, 2);
      assertThat((double) Penalty.sparsity(2, 0.2).of(latent, latent, 0).item_float())
          .isCloseTo(2 * (0.192745 + 0) / 2, within(1e-4));
    }
  }

  @Test
  void shouldSumWeightsWithoutBiases() {
    LibTorch.start(5);
    try (PointerScope scope = new PointerScope();
        Autoencoder network =
            new Autoencoder(new Dense(INPUTS, WEIGHT, BIAS), new Layers(List.of()), BIAS.length)) {
      Tensor none = torch.zeros(1);
      assertThat((double) new WeightPenalty(network, 1, 0).of(none, none, 0).item_float())
          .isCloseTo(4.6, within(1e-5));
      assertThat((double) new WeightPenalty(network, 0, 1).of(none, none, 0).item_float())
          .isCloseTo(5.84, within(1e-5));
      assertThat((double) new WeightPenalty(network, 1, 2).of(none, none, 0).item_float())
          .isCloseTo(4.6 + 2 * 5.84, within(1e-5));
    }
  }
}
