/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.network;

import io.reconstream.trainer.export.Value;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** A decoder layer tied to an encoder layer: its weights, transposed, and a bias of its own. */
final class Transposed implements Layer {
  private final Dense encoder;
  private final int units;
  private final Tensor bias;

  /**
   * @param bias one per unit; the encoder's inputs after these are not decoded
   */
  Transposed(Dense encoder, float[] bias) {
    this.encoder = encoder;
    this.units = bias.length;
    this.bias = Tensors.of(bias, units);
    this.bias.set_requires_grad(true);
  }

  private Tensor matrix() {
    return encoder.weight().narrow(1, 0, units);
  }

  @Override
  public Tensor forward(Tensor input) {
    return torch.matmul(input, matrix()).add(bias);
  }

  @Override
  public Value export(Value input) {
    return Dense.affine(input, matrix(), bias);
  }

  @Override
  public void register(Module parent, String name) {
    parent.register_parameter(name, bias);
  }
}
