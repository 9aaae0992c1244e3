/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import io.reconstream.trainer.dataset.Rows;
import io.reconstream.trainer.export.Preprocessing;
import io.reconstream.trainer.network.Tensors;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * What a trained network leaves unexplained of rows, or of the last rows of windows: reconstruction
 * minus standardised row, 0 where the value is missing.
 */
record NetworkErrors(UnaryOperator<Tensor> network, Preprocessing preprocessing) {
  private static final int BATCH = 1024;

  /** Gives every row's residual, D floats in order. */
  void forEach(Rows rows, Consumer<float[]> visitor) {
    try (Samples samples = new Samples(rows, preprocessing)) {
      forEach(samples, visitor);
    }
  }

  /** The same for rows that are standardised already. */
  void forEach(Samples samples, Consumer<float[]> visitor) {
    int units = preprocessing.units();
    float[] raw = new float[samples.rows().width()];
    int last = raw.length - preprocessing.columns();
    try (NoGradGuard frozen = new NoGradGuard()) {
      samples.ordered(
          BATCH,
          (first, input) -> {
            Tensor residual = lastRow(network.apply(input)).sub(lastRow(input).narrow(1, 0, units));
            float[] values = Tensors.floats(residual);
            for (int i = 0; i < residual.size(0); i++) {
              float[] row = Arrays.copyOfRange(values, i * units, (i + 1) * units);
              samples.rows().copy(first + i, raw, 0);
              preprocessing.correct(raw, last, row, 0);
              visitor.accept(row);
            }
          });
    }
  }

  private static Tensor lastRow(Tensor batch) {
    return batch.dim() == 2 ? batch : batch.select(1, batch.size(1) - 1);
  }
}
