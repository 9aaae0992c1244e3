/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import io.reconstream.trainer.network.GaussianLatent;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** What the objective adds to the reconstruction loss of a batch. */
@FunctionalInterface
interface Penalty {
  /** Keeps logarithms of mean activations finite. */
  double EDGE = 1e-6;

  /**
   * The penalty of a batch, a scalar.
   *
   * @param input what the network read; it takes part in differentiation
   * @param latent what the encoder made of it
   * @param done the share of the training that is over, in [0, 1)
   */
  Tensor of(Tensor input, Tensor latent, double done);

  /** The mean absolute value of the latent. */
  static Penalty sparsity(double weight) {
    return (input, latent, done) -> latent.abs().mean().mul(new Scalar(weight));
  }

  /**
   * The divergence of each latent unit's mean activation over the batch from a target, mean over
   * the units, as of Bernoulli variables: {@code t log(t/m) + (1 - t) log((1 - t)/(1 - m))} (Ng,
   * Sparse autoencoder, CS294A, 2011).
   *
   * @param target in (0, 1); the latent must be so, too
   */
  static Penalty sparsity(double weight, double target) {
    double entropy = target * Math.log(target) + (1 - target) * Math.log(1 - target);
    return (input, latent, done) -> {
      Tensor mean = latent.mean(0).mul(new Scalar(1 - 2 * EDGE)).add(new Scalar(EDGE));
      Tensor on = mean.log().mul(new Scalar(target));
      Tensor off = mean.neg().add(new Scalar(1.0)).log().mul(new Scalar(1 - target));
      return on.add(off).neg().add(new Scalar(entropy)).mean().mul(new Scalar(weight));
    };
  }

  /**
   * The squared Frobenius norm of the encoder's Jacobian, mean over the batch, exact, by
   * differentiating twice (Rifai et al., 2011). Costs one backward pass per latent unit.
   */
  static Penalty contraction(double weight) {
    return (input, latent, done) -> {
      Tensor flat = latent.flatten();
      long width = latent.numel() / latent.size(0);
      Tensor sum = torch.zeros(new long[] {1}).to(input);
      for (long unit = 0; unit < width; unit++) {
        Tensor ofUnit = flat.reshape(latent.size(0), width).select(1, unit).sum();
        Tensor gradient =
            torch
                .grad(
                    new TensorVector(ofUnit),
                    new TensorVector(input),
                    new TensorVector(),
                    new BoolOptional(true),
                    true,
                    false)
                .get(0);
        sum = sum.add(gradient.square().sum());
      }
      return sum.squeeze().mul(new Scalar(weight / latent.size(0)));
    };
  }

  /**
   * The divergence of the latent's distributions from the standard normal; its weight grows over
   * the first share of training, so that the latent is used before it is restrained.
   *
   * @param warmUp that share, 0 for the whole weight at once
   */
  static Penalty divergence(double weight, double warmUp, GaussianLatent distribution) {
    return (input, latent, done) ->
        distribution
            .divergence()
            .mul(new Scalar(warmUp > 0 ? weight * Math.min(1, done / warmUp) : weight));
  }
}
