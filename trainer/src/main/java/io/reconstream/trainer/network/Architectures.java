/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.network;

import io.reconstream.trainer.config.Activation;
import io.reconstream.trainer.config.ModelConfig;
import io.reconstream.trainer.config.Normalisation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Builds the untrained networks. */
public final class Architectures {

  private Architectures() {}

  /**
   * The network that a configuration describes.
   *
   * @param model with every size chosen
   */
  public static Architecture of(ModelConfig.Network model, Shape shape) {
    if (model instanceof ModelConfig.Dense dense) {
      Hidden hidden = hidden(dense.activation(), dense.normalisation(), model);
      return dense(shape, dense.layers(), dense.decoder(), hidden);
    }
    if (model instanceof ModelConfig.Variational dense) {
      Hidden hidden = hidden(dense.activation(), dense.normalisation(), model);
      return dense(shape, dense.layers(), dense.decoder(), hidden);
    }
    if (model instanceof ModelConfig.Conv1d convolutions) {
      return Convolutions.of(convolutions, shape);
    }
    if (model instanceof ModelConfig.Conv2d convolutions) {
      return Convolutions.of(convolutions, shape);
    }
    if (model instanceof ModelConfig.Recurrent recurrent) {
      return Sequences.of(recurrent, shape);
    }
    if (model instanceof ModelConfig.Transformer transformer) {
      return Sequences.of(transformer, shape);
    }
    throw new IllegalArgumentException(model.type() + " is built level by level, see Stack");
  }

  /** What a configuration asks to follow each hidden layer. */
  public static Hidden hidden(
      Activation activation, Normalisation normalisation, ModelConfig.Network model) {
    return new Hidden(activation, normalisation, model.regularisation().dropout());
  }

  /**
   * Dense layers down to the latent and up again; latent and output are linear. Windows are read
   * and given as one line.
   *
   * @param layers units of the encoder's layers, the last is the latent
   * @param decoder units of the decoder's hidden layers, null for the encoder's, mirrored
   */
  private static Architecture dense(
      Shape shape, List<Integer> layers, List<Integer> decoder, Hidden hidden) {
    int latent = layers.get(layers.size() - 1);
    List<Integer> down = layers.subList(0, layers.size() - 1);
    List<Integer> up = decoder;
    if (up == null) {
      up = new ArrayList<>(down);
      Collections.reverse(up);
    }
    boolean windows = shape.rows() > 1;
    int width = shape.rows() * shape.inputs();
    List<Layer> encoder = new ArrayList<>();
    if (windows) {
      encoder.add(new Flat(width));
    }
    int features = stack(encoder, width, down, hidden);
    List<Layer> back = new ArrayList<>();
    back.add(new Dense(stack(back, latent, up, hidden), shape.rows() * shape.units()));
    if (windows) {
      back.add(new Unflat(List.of(shape.rows(), shape.units())));
    }
    return new Architecture(new Layers(encoder), features, latent, new Layers(back));
  }

  /** Adds hidden layers and gives the width of the last. */
  private static int stack(List<Layer> stages, int inputs, List<Integer> units, Hidden hidden) {
    int width = inputs;
    for (int next : units) {
      stages.add(new Dense(width, next));
      stages.addAll(hidden.after(next));
      width = next;
    }
    return width;
  }

  /**
   * Two hidden layers of tanh, no bottleneck; weights normal with variance {@code gain / inputs} of
   * their layer, the last layer's halved, biases 0. The latent is the first hidden layer.
   */
  public static Autoencoder wide(int inputs, int units, int hidden, double gain) {
    Nonlinearity tanh = new Nonlinearity(Activation.TANH);
    return new Autoencoder(
        new Layers(List.of(new Dense(inputs, hidden).normal(Math.sqrt(gain / inputs)), tanh)),
        new Layers(
            List.of(
                new Dense(hidden, hidden).normal(Math.sqrt(gain / hidden)),
                tanh,
                new Dense(hidden, units).normal(0.5 * Math.sqrt(gain / hidden)))),
        hidden);
  }
}
