/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.network;

import io.reconstream.trainer.config.Activation;
import io.reconstream.trainer.config.Normalisation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What follows the products of a hidden layer: normalisation, activation, dropout.
 *
 * @param dropout share, 0 for none
 */
public record Hidden(Activation activation, Normalisation normalisation, double dropout) {

  /** Nothing but the activation. */
  static Hidden of(Activation activation) {
    return new Hidden(activation, Normalisation.NONE, 0);
  }

  /**
   * New layers for a hidden layer's values.
   *
   * @param dims of one row's or window's values: units, or channels and places
   */
  List<Layer> after(int... dims) {
    List<Layer> stages = new ArrayList<>();
    switch (normalisation) {
      case NONE -> {}
      case BATCH -> stages.add(new BatchNorm(dims[0]));
      case LAYER -> stages.add(new LayerNorm(Arrays.stream(dims).asLongStream().toArray()));
    }
    stages.add(activation == Activation.PRELU ? new Rectifier() : new Nonlinearity(activation));
    if (dropout > 0) {
      stages.add(new Dropout(dropout));
    }
    return stages;
  }
}
