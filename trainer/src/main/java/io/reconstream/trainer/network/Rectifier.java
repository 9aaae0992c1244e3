/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.network;

import io.reconstream.trainer.export.Value;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** A leaky rectifier whose one slope below 0 is learnt, from 0.25 on (He et al., 2015). */
final class Rectifier implements Layer {
  private final Tensor slope = Tensors.parameter(0.25, 1);

  @Override
  public Tensor forward(Tensor input) {
    return torch.prelu(input, slope);
  }

  @Override
  public Value export(Value input) {
    return input.apply("PRelu", input.graph().vector(Tensors.floats(slope)));
  }

  @Override
  public void register(Module parent, String name) {
    parent.register_parameter(name, slope);
  }
}
