/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.policy;

import java.util.List;

/**
 * What follows from one event, or from a key's silence.
 *
 * @param state what to remember of the key
 * @param alert whether to raise an alert
 * @param withheld why an anomalous event raised none, or null
 * @param incidents what to tell of the key's incidents, in this order: none, one, or the end of one
 *     that silence ended and the beginning of the next
 */
public record Decision(
    PolicyState state, boolean alert, Withheld withheld, List<IncidentEvent> incidents) {

  public Decision {
    incidents = List.copyOf(incidents);
  }

  static Decision calm(PolicyState state) {
    return new Decision(state, false, null, List.of());
  }
}
