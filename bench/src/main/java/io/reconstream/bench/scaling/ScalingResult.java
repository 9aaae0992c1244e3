/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.scaling;

/**
 * One point's figures.
 *
 * @param microsecondsPerEvent median over rounds, of one stream thread's time
 * @param passthroughMicroseconds the same for the pass-through
 */
record ScalingResult(
    String axis,
    int value,
    double eventsPerSecond,
    double spread,
    double microsecondsPerEvent,
    double passthroughMicroseconds,
    double ratioToPassthrough) {}
