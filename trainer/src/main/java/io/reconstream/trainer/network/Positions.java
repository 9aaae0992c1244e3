/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.network;

import io.reconstream.trainer.export.Value;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/** Adds to every row of a window, {@code [N, rows, width]}, what is learnt of its place. */
final class Positions implements Layer {
  private static final double BOUND = 0.02;

  private final int rows;
  private final int width;
  private final Tensor places;

  Positions(int rows, int width) {
    this.rows = rows;
    this.width = width;
    this.places = Tensors.uniform(BOUND, rows, width);
  }

  @Override
  public Tensor forward(Tensor input) {
    return input.add(places);
  }

  @Override
  public Value export(Value input) {
    return input.plus(input.graph().constant(Tensors.floats(places), rows, width));
  }

  @Override
  public void register(Module parent, String name) {
    parent.register_parameter(name, places);
  }
}
