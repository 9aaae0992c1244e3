/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.network;

import io.reconstream.trainer.config.Activation;
import java.util.ArrayList;
import java.util.List;

/** Builds the untrained networks. */
public final class Architectures {

  private Architectures() {}

  /**
   * Dense layers down to the latent and up again, mirrored; latent and output are linear.
   *
   * @param inputs width of what the network reads
   * @param units width of what it reconstructs
   * @param layers units of the encoder's layers, the last is the latent
   */
  public static Autoencoder dense(
      int inputs, int units, List<Integer> layers, Activation activation) {
    List<Integer> down = new ArrayList<>(List.of(inputs));
    down.addAll(layers);
    List<Integer> up = new ArrayList<>();
    for (int i = layers.size() - 1; i >= 0; i--) {
      up.add(layers.get(i));
    }
    up.add(units);
    return new Autoencoder(
        stack(down, activation), stack(up, activation), layers.get(layers.size() - 1));
  }

  /** Dense layers between these widths, with the activation between each two of them. */
  private static Layers stack(List<Integer> widths, Activation activation) {
    List<Layer> stages = new ArrayList<>();
    for (int i = 1; i < widths.size(); i++) {
      stages.add(new Dense(widths.get(i - 1), widths.get(i)));
      if (i < widths.size() - 1) {
        stages.add(new Nonlinearity(activation));
      }
    }
    return new Layers(stages);
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
