/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.network;

import java.util.ArrayList;
import java.util.List;

/**
 * Dense layers, each with one that undoes it, so that each pair can learn before all learn together
 * (Bengio et al., 2007; with noise Vincent et al., 2010). The whole is a mirrored dense network.
 */
public final class Stack {
  private final Shape shape;
  private final List<Integer> widths;
  private final List<Layer> down = new ArrayList<>();
  private final List<Layer> up = new ArrayList<>();

  /**
   * @param layers units of the encoder's layers, the last is the latent
   */
  public Stack(Shape shape, List<Integer> layers, Hidden hidden) {
    this.shape = shape;
    this.widths = new ArrayList<>(List.of(shape.rows() * shape.inputs()));
    widths.addAll(layers);
    for (int level = 0; level < levels(); level++) {
      int outer = widths.get(level);
      int inner = widths.get(level + 1);
      boolean latent = level == levels() - 1;
      down.add(level(new Dense(outer, inner), latent ? List.of() : hidden.after(inner)));
      up.add(
          level == 0
              ? new Dense(inner, shape.rows() * shape.units())
              : level(new Dense(inner, outer), hidden.after(outer)));
    }
  }

  private static Layer level(Layer products, List<Layer> after) {
    List<Layer> stages = new ArrayList<>(List.of(products));
    stages.addAll(after);
    return new Layers(stages);
  }

  /** How many layers the encoder has. */
  public int levels() {
    return widths.size() - 1;
  }

  /** What a level learns from: rows as all levels below it give them. */
  public Layer below(int level) {
    List<Layer> stages = new ArrayList<>();
    if (level > 0) {
      flatten(stages);
      stages.addAll(down.subList(0, level));
    }
    return new Layers(stages);
  }

  /** One level by itself: from what {@link #below} gives, and back. */
  public Autoencoder level(int level) {
    List<Layer> encoder = new ArrayList<>();
    List<Layer> decoder = new ArrayList<>(List.of(up.get(level)));
    if (level == 0) {
      flatten(encoder);
      unflatten(decoder);
    }
    encoder.add(down.get(level));
    return new Autoencoder(new Layers(encoder), new Layers(decoder), widths.get(level + 1));
  }

  /** The width that a level reconstructs. */
  public int units(int level) {
    return level == 0 ? shape.units() : widths.get(level);
  }

  /** All levels, as far as they have learnt. */
  public Autoencoder whole() {
    List<Layer> encoder = new ArrayList<>();
    flatten(encoder);
    encoder.addAll(down);
    List<Layer> decoder = new ArrayList<>();
    for (int level = levels() - 1; level >= 0; level--) {
      decoder.add(up.get(level));
    }
    unflatten(decoder);
    return new Autoencoder(new Layers(encoder), new Layers(decoder), widths.get(levels()));
  }

  private void flatten(List<Layer> stages) {
    if (shape.rows() > 1) {
      stages.add(new Flat(widths.get(0)));
    }
  }

  private void unflatten(List<Layer> stages) {
    if (shape.rows() > 1) {
      stages.add(new Unflat(List.of(shape.rows(), shape.units())));
    }
  }
}
