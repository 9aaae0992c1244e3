/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import io.reconstream.model.window.Smoothing;
import io.reconstream.trainer.config.ModelConfig;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What training leaves: the graph, already compared with the network in ONNX Runtime, and how it
 * came about. Holds no native memory.
 *
 * @param graph an ONNX model that follows {@link io.reconstream.model.bundle.GraphContract}
 * @param calibrated the graph whose scores of held-out rows make the threshold: {@code graph}
 *     itself, or the same fitted without those rows where {@code graph} has seen them
 * @param model the configuration with every size that was left open chosen
 * @param histories one per network trained step by step; none where the solution has a closed form
 * @param smoothing how the graph's {@code components} become a score, null where its score is final
 * @param scalings per numeric column what it is scaled by
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
public record TrainedModel(
    byte[] graph,
    byte[] calibrated,
    ModelConfig model,
    List<TrainingHistory> histories,
    Smoothing smoothing,
    Map<String, String> scalings) {

  public TrainedModel {
    histories = List.copyOf(histories);
    scalings = Collections.unmodifiableMap(new LinkedHashMap<>(scalings));
  }
}
