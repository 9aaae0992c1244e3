/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.network;

import io.reconstream.trainer.export.Value;
import org.bytedeco.pytorch.Tensor;

/**
 * The reverse of {@link Flat} for windows: {@code [N, rows * width]} to {@code [N, rows, width]}.
 */
record Unflat(int rows, int width) implements Layer {

  @Override
  public Tensor forward(Tensor input) {
    return input.reshape(input.size(0), rows, width);
  }

  @Override
  public Value export(Value input) {
    return input.reshape(-1, rows, width);
  }
}
