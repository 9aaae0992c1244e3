/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import io.reconstream.trainer.network.Autoencoder;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/**
 * Keeps weights small: the sum of their absolute values (L1, many become 0) and of their squares
 * (L2, weight decay). Biases and the scales of normalisations, which have one axis, are left alone.
 */
final class WeightPenalty implements Penalty {
  /** Held, as its elements lie in its memory. */
  private final TensorVector parameters;

  private final double l1;
  private final double l2;

  /** At least one of the two factors is above 0. */
  WeightPenalty(Autoencoder network, double l1, double l2) {
    this.parameters = network.parameters();
    this.l1 = l1;
    this.l2 = l2;
  }

  @Override
  public Tensor of(Tensor input, Tensor latent, double done) {
    Tensor sum = null;
    for (long i = 0; i < parameters.size(); i++) {
      Tensor weight = parameters.get(i);
      if (weight.dim() <= 1) {
        continue;
      }
      if (l1 > 0) {
        sum = plus(sum, weight.abs().sum().mul(new Scalar(l1)));
      }
      if (l2 > 0) {
        sum = plus(sum, weight.square().sum().mul(new Scalar(l2)));
      }
    }
    return sum;
  }

  private static Tensor plus(Tensor sum, Tensor term) {
    return sum == null ? term : sum.add(term);
  }
}
