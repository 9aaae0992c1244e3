/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Scores events in batches without holding one back.
 *
 * <p>A score is a function of the record's bytes (and of earlier events of its key), so it may be
 * computed early: {@link io.reconstream.stream.scoring.LookAheadInterceptor} sees what each poll
 * returned, and {@link io.reconstream.stream.scoring.PartitionScoring} prepares batches of it that
 * {@link io.reconstream.stream.scoring.ScoringThreads} run. Every event is still processed,
 * forwarded and committed one by one and in order, so crashes, rebalances and transactions behave
 * as if there were no batches. Without an interceptor each batch has one event.
 */
package io.reconstream.stream.scoring;
