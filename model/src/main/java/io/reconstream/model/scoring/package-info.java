/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Scoring: the only user of ONNX Runtime.
 *
 * <p>A {@link io.reconstream.model.scoring.Scorer} holds one session, shared by all threads; each
 * thread has its own {@link io.reconstream.model.scoring.ScoringBatch} with direct buffers that are
 * reused for ever.
 */
package io.reconstream.model.scoring;
