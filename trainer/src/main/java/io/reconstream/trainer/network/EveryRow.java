/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.network;

import io.reconstream.trainer.export.Value;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;

/**
 * The same values in every row of a window, {@code [N, width]} to {@code [N, rows, width]}.
 *
 * @param rows T
 */
record EveryRow(int rows) implements Layer {

  @Override
  public Tensor forward(Tensor input) {
    return input.unsqueeze(1).expand(-1, rows, -1);
  }

  @Override
  public Value export(Value input) {
    float[] ones = new float[rows];
    Arrays.fill(ones, 1);
    return input
        .apply("Unsqueeze", input.graph().indexes(1))
        .times(input.graph().constant(ones, 1, rows, 1));
  }
}
