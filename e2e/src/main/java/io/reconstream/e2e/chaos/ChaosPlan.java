/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.chaos;

import java.util.List;

/**
 * What a run does.
 *
 * @param rounds how often
 * @param events of each round, all the same ones
 * @param eventsPerSecond that are fed
 * @param instances of each application
 * @param seed of the first round's faults; each further one has the next
 * @param trials that share each round's events and faults
 */
record ChaosPlan(
    int rounds, int events, int eventsPerSecond, int instances, long seed, List<Trial> trials) {

  ChaosPlan {
    trials = List.copyOf(trials);
  }
}
