/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import io.reconstream.trainer.network.Autoencoder;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What training minimises.
 *
 * @param corruption of the input, in training only
 * @param units D: the target is the first D of the input's columns, missing indicators follow
 */
record Objective(Corruption corruption, int units) {

  /** The loss of a batch that is trained on, a scalar. */
  Tensor training(Autoencoder network, Tensor input) {
    return loss(network.forward(corruption.corrupt(input)), input);
  }

  /** The loss of a held-out batch: clean input, a scalar. */
  Tensor heldOut(Autoencoder network, Tensor input) {
    return loss(network.forward(input), input);
  }

  private Tensor loss(Tensor output, Tensor input) {
    Tensor target = input.size(-1) == units ? input : input.narrow(-1, 0, units);
    return torch.mse_loss(output, target);
  }
}
