/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.windows;

/**
 * A case's figures.
 *
 * @param variant what ran
 * @param keys of the events, 0 where rows are at hand
 * @param eventsPerSecond on one stream thread, median over the rounds
 * @param spread highest minus lowest, as a share of the median
 * @param threadMicroseconds median processor time of the stream thread per event
 * @param overModel median over the rounds of events per second over those of the model alone
 * @param overPassthrough the same over the pass-through with as many keys; NaN where there is none
 * @param costOverOneKey the same of the time per event over that of one key; NaN where rows are at
 *     hand
 * @param rounds that were measured
 */
record WindowsResult(
    String variant,
    int keys,
    double eventsPerSecond,
    double spread,
    double threadMicroseconds,
    double overModel,
    double overPassthrough,
    double costOverOneKey,
    int rounds) {}
