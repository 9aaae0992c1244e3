/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import io.reconstream.trainer.config.Loss;
import io.reconstream.trainer.config.Regularisation;
import io.reconstream.trainer.network.Autoencoder;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * What training minimises.
 *
 * @param loss between reconstruction and target
 * @param corruption of the input, in training only
 * @param penalties added to the loss, in training only
 * @param units D: the target is the first D of the input's columns, missing indicators follow
 */
record Objective(Criterion loss, Corruption corruption, List<Penalty> penalties, int units) {

  Objective {
    penalties = List.copyOf(penalties);
  }

  /** With a loss that takes every unit alike. */
  Objective(Loss loss, Corruption corruption, List<Penalty> penalties, int units) {
    this(Criterion.of(loss), corruption, penalties, units);
  }

  /** As configured, with penalties of the network itself. */
  static Objective of(Criterion loss, Regularisation regularisation, List<Penalty> own, int units) {
    List<Penalty> penalties = new ArrayList<>(own);
    if (regularisation.sparsity() > 0) {
      double target = regularisation.targetActivation();
      penalties.add(
          target > 0
              ? Penalty.sparsity(regularisation.sparsity(), target)
              : Penalty.sparsity(regularisation.sparsity()));
    }
    if (regularisation.contraction() > 0) {
      penalties.add(Penalty.contraction(regularisation.contraction()));
    }
    return new Objective(loss, Corruption.of(regularisation), penalties, units);
  }

  /**
   * The objective of a batch that is trained on, a scalar.
   *
   * @param done the share of the training that is over
   */
  Tensor training(Autoencoder network, Tensor input, double done) {
    Tensor corrupted = corruption.corrupt(input);
    if (!penalties.isEmpty()) {
      corrupted.set_requires_grad(true);
    }
    Tensor latent = network.encoder().forward(corrupted);
    Tensor total = reconstruction(network.decoder().forward(latent), input);
    for (Penalty penalty : penalties) {
      total = total.add(penalty.of(corrupted, latent, done));
    }
    return total;
  }

  /** The loss of a held-out batch: clean input, no penalties, a scalar. */
  Tensor heldOut(Autoencoder network, Tensor input) {
    return reconstruction(network.forward(input), input);
  }

  private Tensor reconstruction(Tensor output, Tensor input) {
    Tensor target = (input.size(-1) == units ? input : input.narrow(-1, 0, units)).detach();
    return loss.of(output, target);
  }
}
