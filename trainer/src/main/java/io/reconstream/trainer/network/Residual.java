/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.network;

import io.reconstream.trainer.export.Value;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/**
 * A stage whose input is added to its output (He et al., 2016).
 *
 * @param stage keeps the shape
 */
record Residual(Layer stage) implements Layer {

  @Override
  public Tensor forward(Tensor input) {
    return input.add(stage.forward(input));
  }

  @Override
  public Value export(Value input) {
    return input.plus(stage.export(input));
  }

  @Override
  public void register(Module parent, String name) {
    stage.register(parent, name);
  }
}
