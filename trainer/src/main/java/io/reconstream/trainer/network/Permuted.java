/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.network;

import io.reconstream.trainer.export.Value;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The same values with axes in another order.
 *
 * @param order the old place of each new axis; the batch, 0, stays first
 */
record Permuted(List<Long> order) implements Layer {

  Permuted {
    order = List.copyOf(order);
  }

  @Override
  public Tensor forward(Tensor input) {
    return input.permute(axes());
  }

  @Override
  public Value export(Value input) {
    return input.transpose(axes());
  }

  private long[] axes() {
    return order.stream().mapToLong(Long::longValue).toArray();
  }
}
