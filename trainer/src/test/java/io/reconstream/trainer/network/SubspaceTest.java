/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubspaceTest {
  private static final int WIDTH = 12;
  private static final int LATENT = 4;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldSpanTheSameSubspaceAsASingularValueDecomposition(boolean tied) {
    LibTorch.start(3);
    try (PointerScope scope = new PointerScope();
        PrincipalComponents components = new PrincipalComponents(WIDTH)) {
      Tensor rows =
          torch.matmul(torch.randn(500, WIDTH), torch.randn(WIDTH, WIDTH)).add(new Scalar(3.0));
      components.add(rows.narrow(0, 0, 200));
      components.add(rows.narrow(0, 200, 300));

      Tensor centred = rows.sub(rows.mean(0));
      Tensor axes = torch.linalg_svd(centred).get2().narrow(0, 0, LATENT);
      Tensor projected = torch.matmul(torch.matmul(centred, axes.t()), axes).add(rows.mean(0));
      try (Autoencoder network = components.fit().autoencoder(WIDTH, LATENT, tied)) {
        float[] expected = Tensors.floats(projected);
        float[] actual = Tensors.floats(network.forward(rows));
        for (int i = 0; i < expected.length; i++) {
          assertThat(actual[i]).isCloseTo(expected[i], within(1e-3f));
        }
      }
    }
  }

  @Test
  void shouldTakeTheFewestAxesThatHoldAShareOfTheVariance() {
    Subspace subspace = new Subspace(new float[4], new float[16], new float[] {6, 3, 1, 0}, 10);

    assertThat(subspace.axesFor(0.6)).isEqualTo(1);
    assertThat(subspace.axesFor(0.61)).isEqualTo(2);
    assertThat(subspace.axesFor(1)).isEqualTo(3);
  }

  @Test
  void shouldFindTheLeadingAxesOfWideRows() {
    LibTorch.start(3);
    try (PointerScope scope = new PointerScope();
        PrincipalComponents components = new PrincipalComponents(60)) {
      Tensor rows =
          torch
              .matmul(torch.randn(100, LATENT), torch.randn(LATENT, 60))
              .add(torch.randn(100, 60).mul(new Scalar(0.01)));
      components.add(rows);

      Subspace all = components.fit();
      Subspace leading = Subspace.leading(rows, LATENT);

      assertThat(leading.variance()).isCloseTo(all.variance(), within(1e-3 * all.variance()));
      Tensor last = leading.lastRow(LATENT, 6).forward(rows);
      try (Autoencoder network = all.autoencoder(60, LATENT, false)) {
        float[] expected = Tensors.floats(network.forward(rows).narrow(1, 54, 6));
        float[] actual = Tensors.floats(last);
        for (int i = 0; i < expected.length; i++) {
          assertThat(actual[i]).isCloseTo(expected[i], within(1e-3f));
        }
      }
    }
  }
}
