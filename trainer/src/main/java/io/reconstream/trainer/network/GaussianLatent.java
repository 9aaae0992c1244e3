/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.network;

import io.reconstream.trainer.export.Graph;
import io.reconstream.trainer.export.Value;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The latent of a variational autoencoder (Kingma and Welling, 2014): a normal distribution per
 * row, sampled in training, its mean in evaluation and in the graph.
 */
public final class GaussianLatent implements Layer {
  private final Dense mean;
  private final Dense logVariance;
  private Tensor divergence;

  public GaussianLatent(int inputs, int latent) {
    this.mean = new Dense(inputs, latent);
    this.logVariance = new Dense(inputs, latent);
  }

  @Override
  public Tensor forward(Tensor input) {
    Tensor centre = mean.forward(input);
    if (!mean.isTraining()) {
      return centre;
    }
    Tensor spread = logVariance.forward(input);
    divergence =
        spread
            .exp()
            .add(centre.square())
            .sub(spread)
            .sub(new Scalar(1))
            .sum(-1)
            .mean()
            .mul(new Scalar(0.5));
    return centre.add(torch.randn_like(centre).mul(spread.mul(new Scalar(0.5)).exp()));
  }

  /**
   * The divergence of the last training batch's distributions from the standard normal, in nats per
   * row, a scalar; valid within that batch's pointer scope.
   */
  public Tensor divergence() {
    return divergence;
  }

  @Override
  public Value export(Value input) {
    return mean.export(input);
  }

  /**
   * Draws in place of the mean, always the same: L latents a row, one after the other.
   *
   * @param noise L times K draws from the standard normal distribution
   */
  public Layer draws(float[] noise) {
    return new Draws(noise);
  }

  /** From {@code [N, inputs]} to {@code [N * L, K]}; what is learnt belongs to the latent. */
  private final class Draws implements Layer {
    private final float[] noise;

    Draws(float[] noise) {
      this.noise = noise.clone();
    }

    @Override
    public Tensor forward(Tensor input) {
      Tensor centre = mean.forward(input).unsqueeze(1);
      Tensor deviation = logVariance.forward(input).mul(new Scalar(0.5)).exp().unsqueeze(1);
      long width = centre.size(2);
      Tensor drawn = Tensors.of(noise, noise.length / width, width).to(centre);
      return centre.add(deviation.mul(drawn)).reshape(-1, width);
    }

    @Override
    public Value export(Value input) {
      Graph graph = input.graph();
      long width = mean.weight().size(0);
      Value deviation = logVariance.export(input).times(0.5f).exp().unsqueezed(1);
      return mean.export(input)
          .unsqueezed(1)
          .plus(deviation.times(graph.constant(noise, noise.length / width, width)))
          .reshape(-1, width);
    }
  }

  @Override
  public void register(Module parent, String name) {
    mean.register(parent, name + "_mean");
    logVariance.register(parent, name + "_log_variance");
  }
}
