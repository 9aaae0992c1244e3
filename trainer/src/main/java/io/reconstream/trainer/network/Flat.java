/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.network;

import io.reconstream.trainer.export.Value;
import org.bytedeco.pytorch.Tensor;

/** A row's or window's values in one line, {@code [N, ...]} to {@code [N, width]}. */
record Flat(int width) implements Layer {

  @Override
  public Tensor forward(Tensor input) {
    return input.reshape(input.size(0), width);
  }

  @Override
  public Value export(Value input) {
    return input.reshape(-1, width);
  }
}
