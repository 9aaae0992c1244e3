/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.scoring;

import io.reconstream.model.scoring.ScoredRow;
import io.reconstream.stream.models.ServingModel;

/**
 * An event on its way to a verdict.
 *
 * @param value the event as it came
 * @param model what scored it
 * @param score NaN where its key's window is not full
 * @param detail all outputs; null unless the score is above the model's threshold
 * @param window what was scored, null for a single row and where detail is
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier between two nodes, never compared
public record ScoredEvent(
    byte[] value, ServingModel model, float score, ScoredRow detail, WindowStretch window) {}
