/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.scoring;

import io.reconstream.stream.models.ServingModel;

/**
 * An event on its way to a verdict.
 *
 * @param value the event as it came
 * @param model what scored it
 * @param score NaN where its key's window is not full
 * @param explanation what lies behind the score
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier between two nodes, never compared
public record ScoredEvent(byte[] value, ServingModel model, float score, Explanation explanation) {}
