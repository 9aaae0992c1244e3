/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.network;

import io.reconstream.trainer.export.Value;
import java.util.List;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;

/**
 * The reverse of {@link Flat}: {@code [N, width]} to {@code [N, dims...]}.
 *
 * @param dims whose product is the width
 */
record Unflat(List<Integer> dims) implements Layer {

  Unflat {
    dims = List.copyOf(dims);
  }

  @Override
  public Tensor forward(Tensor input) {
    return input.reshape(with(input.size(0)));
  }

  @Override
  public Value export(Value input) {
    return input.reshape(with(-1));
  }

  private long[] with(long batch) {
    return LongStream.concat(LongStream.of(batch), dims.stream().mapToLong(Integer::longValue))
        .toArray();
  }
}
