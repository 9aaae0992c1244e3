/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.network;

import io.reconstream.trainer.export.Value;
import org.bytedeco.pytorch.DropoutImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/**
 * Sets a share of the values to 0 and scales the others up, in training only (Srivastava et al.,
 * 2014). The graph has no trace of it.
 */
final class Dropout implements Layer {
  private final DropoutImpl dropout;

  /**
   * @param share in [0, 1)
   */
  Dropout(double share) {
    this.dropout = new DropoutImpl(share);
  }

  @Override
  public Tensor forward(Tensor input) {
    return dropout.forward(input);
  }

  @Override
  public Value export(Value input) {
    return input;
  }

  @Override
  public void register(Module parent, String name) {
    parent.register_module(name, dropout);
  }
}
