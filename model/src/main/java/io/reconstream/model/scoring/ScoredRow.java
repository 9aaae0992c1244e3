/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.scoring;

/**
 * All outputs for one input.
 *
 * @param score the graph's score
 * @param row the (last) row as it was scored, F floats; NaN means missing
 * @param featureError F floats, in units of the column's held-out error
 * @param reconstruction F floats, the expected row in the user's units; for a category the index of
 *     the expected level
 * @param latent K floats; none where the graph does not give its latent
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of results, never compared
public record ScoredRow(
    float score, float[] row, float[] featureError, float[] reconstruction, float[] latent) {}
