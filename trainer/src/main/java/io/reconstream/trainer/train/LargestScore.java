/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import io.reconstream.trainer.export.Value;
import java.util.ArrayList;
import java.util.List;

/** The largest of several scores, each over its held-out median. */
final class LargestScore implements RowScore {
  private record Part(RowScore score, double median) {}

  private final List<Part> parts = new ArrayList<>();

  /**
   * @param heldOut rows, at least one
   */
  LargestScore(List<RowScore> scores, List<Seen> heldOut) {
    for (RowScore score : scores) {
      double[] values = heldOut.stream().mapToDouble(score::of).sorted().toArray();
      parts.add(new Part(score, Math.max(Float.MIN_NORMAL, values[values.length / 2])));
    }
  }

  @Override
  public double of(Seen row) {
    return parts.stream().mapToDouble(part -> part.score.of(row) / part.median).max().orElseThrow();
  }

  @Override
  public Value export(Exported rows) {
    return parts.stream()
        .map(part -> part.score.export(rows).times((float) (1 / part.median)))
        .reduce(Value::max)
        .orElseThrow();
  }
}
