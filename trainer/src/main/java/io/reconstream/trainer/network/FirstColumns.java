/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.network;

import io.reconstream.trainer.export.Value;
import org.bytedeco.pytorch.Tensor;

/**
 * The first columns of the last axis, without the missing indicators that follow them.
 *
 * @param units D
 */
record FirstColumns(int units) implements Layer {

  @Override
  public Tensor forward(Tensor input) {
    return input.narrow(-1, 0, units);
  }

  @Override
  public Value export(Value input) {
    return input.slice(-1, 0, units);
  }
}
