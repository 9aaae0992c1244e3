/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.calibrate;

import io.reconstream.model.bundle.GoldenRows;
import io.reconstream.model.scoring.ScoredRow;
import java.util.ArrayList;
import java.util.List;

/** Scored rows as the golden rows of a bundle. */
public final class GoldenSample {

  private GoldenSample() {}

  /** The golden rows of a model of single rows. */
  public static GoldenRows of(List<ScoredRow> scored) {
    return new GoldenRows(
        scored.stream().map(row -> numbers(row.row())).toList(),
        scored.stream().map(ScoredRow::score).toList(),
        scored.stream().map(row -> numbers(row.featureError())).toList());
  }

  private static List<Float> numbers(float[] values) {
    List<Float> numbers = new ArrayList<>();
    for (float value : values) {
      numbers.add(Float.isNaN(value) ? null : value);
    }
    return numbers;
  }
}
