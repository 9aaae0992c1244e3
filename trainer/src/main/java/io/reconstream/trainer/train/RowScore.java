/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import io.reconstream.trainer.export.ErrorScale;
import io.reconstream.trainer.export.Value;
import java.util.Arrays;
import java.util.List;

/** From what a network makes of a row to one number, computed twice: here and in the graph. */
sealed interface RowScore
    permits RowScore.Mean,
        RowScore.Top,
        ResidualDistance,
        LatentDistance,
        LargestScore,
        ReconstructionProbability {

  /**
   * What a network makes of a row.
   *
   * @param residual D standardised units
   * @param featureErrors F
   * @param latent K
   * @param drawn the residual of each draw from the latent; none where none are drawn
   */
  @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
  record Seen(float[] residual, float[] featureErrors, float[] latent, List<float[]> drawn) {}

  /**
   * The same in the graph: {@code [N, D]}, {@code [N, F]}, {@code [N, K]} and {@code [N, L, D]}.
   */
  record Exported(Value residual, Value featureErrors, Value latent, Value drawn) {}

  double of(Seen row);

  /** {@code [N]}. */
  Value export(Exported rows);

  /** The mean of the feature errors. */
  record Mean(ErrorScale scale) implements RowScore {
    @Override
    public double of(Seen row) {
      double sum = 0;
      for (float value : row.featureErrors()) {
        sum += value;
      }
      return sum / row.featureErrors().length;
    }

    @Override
    public Value export(Exported rows) {
      return scale.meanFeatureError(rows.residual().squared());
    }
  }

  /**
   * The mean of the largest feature errors.
   *
   * @param count how many of them
   */
  record Top(int count) implements RowScore {
    private static final double SHARE = 0.1;

    /** A tenth of the columns, at least one. */
    static Top ofColumns(int columns) {
      return new Top((int) Math.ceil(SHARE * columns));
    }

    @Override
    public double of(Seen row) {
      float[] sorted = row.featureErrors().clone();
      Arrays.sort(sorted);
      double sum = 0;
      for (int i = 0; i < count; i++) {
        sum += sorted[sorted.length - 1 - i];
      }
      return sum / count;
    }

    @Override
    public Value export(Exported rows) {
      return rows.featureErrors().largest(count).mean(false, -1);
    }
  }
}
