/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.chaos;

import java.util.List;

/**
 * What came out of one trial of one round.
 *
 * @param round from 1
 * @param seed that repeats its faults
 * @param trial layout and guarantee
 * @param faults which happened at which share of the events
 * @param events fed
 * @param records that were written, repetitions included
 * @param lost see {@link Comparison}
 * @param doubled see {@link Comparison}
 * @param differing see {@link Comparison}
 * @param repeated records that were there before, allowed under at-least-once only
 * @param stops how often an instance ended by itself and was started again
 * @param seconds the round took, all of its trials together
 * @param examples of what does not hold
 */
record RoundResult(
    int round,
    long seed,
    String trial,
    String faults,
    int events,
    long records,
    long lost,
    long doubled,
    long differing,
    long repeated,
    int stops,
    double seconds,
    List<String> examples) {

  static final String HEADER =
      "round  seed                  trial                     events  records   lost  doubled"
          + "  differing  repeated  stops  seconds  faults";

  /** Whether the output is what the guarantee promises. */
  boolean holds() {
    return lost == 0 && doubled == 0 && differing == 0;
  }

  String line() {
    return "%5d  %-20d  %-22s  %8d  %7d  %5d  %7d  %9d  %8d  %5d  %7.1f  %s"
        .formatted(
            round, seed, trial, events, records, lost, doubled, differing, repeated, stops, seconds,
            faults);
  }
}
