/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.bundle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Inputs with the outputs that the trainer saw in ONNX Runtime.
 *
 * @param rows each an input row (or window, flattened row after row); null stands for NaN
 * @param scores per input, the graph's {@code score}
 * @param featureErrors per input, the graph's {@code feature_error}
 */
public record GoldenRows(
    List<List<Float>> rows, List<Float> scores, List<List<Float>> featureErrors) {

  public GoldenRows {
    if (rows == null || scores == null || featureErrors == null) {
      throw new IllegalArgumentException("golden rows need rows, scores and featureErrors");
    }
    // rows hold nulls, which List.copyOf refuses
    rows = rows.stream().map(row -> Collections.unmodifiableList(new ArrayList<>(row))).toList();
    scores = List.copyOf(scores);
    featureErrors = featureErrors.stream().map(List::copyOf).toList();
    if (rows.isEmpty() || scores.size() != rows.size() || featureErrors.size() != rows.size()) {
      throw new IllegalArgumentException(
          "%d golden rows have %d scores and %d feature errors, expected one of each, and at least one row"
              .formatted(rows.size(), scores.size(), featureErrors.size()));
    }
  }
}
