/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.stream;

/**
 * A case's figures.
 *
 * @param eventsPerSecond median over the rounds
 * @param spread highest minus lowest, as a share of the median
 * @param ratioToPassthrough median over the rounds of the ratio within a round
 * @param threadMicroseconds median processor time of the stream thread per event
 * @param scoringMicroseconds the same of the threads that score ahead
 * @param secondsToFirst median time from the process's start to the first event processed
 */
record StreamResult(
    String variant,
    String model,
    String guarantee,
    String emit,
    double eventsPerSecond,
    double spread,
    double ratioToPassthrough,
    double threadMicroseconds,
    double scoringMicroseconds,
    double secondsToFirst,
    double residentMegabytes,
    int rounds) {}
