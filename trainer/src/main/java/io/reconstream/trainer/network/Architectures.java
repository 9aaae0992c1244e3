/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.network;

import io.reconstream.trainer.config.Activation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Builds the untrained networks. */
public final class Architectures {

  private Architectures() {}

  /**
   * Dense layers down to the latent and up again, mirrored; latent and output are linear. Windows
   * are read and given as one line.
   *
   * @param layers units of the encoder's layers, the last is the latent
   */
  public static Autoencoder dense(Shape shape, List<Integer> layers, Activation activation) {
    return new Autoencoder(
        new Layers(downwards(shape, layers, activation)),
        new Layers(upwards(shape, layers, activation)),
        layers.get(layers.size() - 1));
  }

  /**
   * The same with a sampled latent.
   *
   * @param latent the last layer, of as many units as the last of {@code layers}; its inputs are
   *     {@link #latentInputs}
   */
  public static Autoencoder variational(
      Shape shape, List<Integer> layers, Activation activation, GaussianLatent latent) {
    List<Layer> down = new ArrayList<>(downwards(shape, layers, activation));
    down.set(down.size() - 1, latent);
    return new Autoencoder(
        new Layers(down),
        new Layers(upwards(shape, layers, activation)),
        layers.get(layers.size() - 1));
  }

  /** The width of what the latent's layer reads. */
  public static int latentInputs(Shape shape, List<Integer> layers) {
    return layers.size() == 1 ? shape.rows() * shape.inputs() : layers.get(layers.size() - 2);
  }

  private static List<Layer> downwards(Shape shape, List<Integer> layers, Activation activation) {
    int inputs = shape.rows() * shape.inputs();
    List<Integer> widths = new ArrayList<>(List.of(inputs));
    widths.addAll(layers);
    List<Layer> stages = stack(widths, activation);
    if (shape.rows() > 1) {
      stages.add(0, new Flat(inputs));
    }
    return stages;
  }

  private static List<Layer> upwards(Shape shape, List<Integer> layers, Activation activation) {
    List<Integer> widths = new ArrayList<>(layers);
    Collections.reverse(widths);
    widths.add(shape.rows() * shape.units());
    List<Layer> stages = stack(widths, activation);
    if (shape.rows() > 1) {
      stages.add(new Unflat(shape.rows(), shape.units()));
    }
    return stages;
  }

  /** Dense layers between these widths, with the activation between each two of them. */
  private static List<Layer> stack(List<Integer> widths, Activation activation) {
    List<Layer> stages = new ArrayList<>();
    for (int i = 1; i < widths.size(); i++) {
      stages.add(new Dense(widths.get(i - 1), widths.get(i)));
      if (i < widths.size() - 1) {
        stages.add(new Nonlinearity(activation));
      }
    }
    return stages;
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
