/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.bundle;

import java.util.List;

/**
 * Inputs with the outputs that the trainer saw in ONNX Runtime.
 *
 * @param rows each an input row (or window, flattened row after row); null stands for NaN
 * @param scores per input, the graph's {@code score}
 * @param featureErrors per input, the graph's {@code feature_error}
 */
public record GoldenRows(
    List<List<Float>> rows, List<Float> scores, List<List<Float>> featureErrors) {}
