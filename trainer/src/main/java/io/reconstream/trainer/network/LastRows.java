/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.network;

import io.reconstream.trainer.export.Value;
import org.bytedeco.pytorch.Tensor;

/**
 * The newest rows of a window, flattened, oldest first: {@code [N, T, I]} to {@code [N, length *
 * D]}.
 *
 * @param windowLength T
 * @param length how many rows, at most T
 * @param units D, the first columns of each row; what follows is left out
 */
public record LastRows(int windowLength, int length, int units) implements Layer {

  @Override
  public Tensor forward(Tensor input) {
    return input
        .narrow(1, windowLength - length, length)
        .narrow(2, 0, units)
        .reshape(input.size(0), (long) length * units);
  }

  @Override
  public Value export(Value input) {
    return input
        .slice(1, windowLength - length, windowLength)
        .slice(2, 0, units)
        .reshape(-1, (long) length * units);
  }
}
