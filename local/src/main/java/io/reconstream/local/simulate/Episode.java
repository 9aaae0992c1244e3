/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.simulate;

import java.time.Instant;

/**
 * One injected fault or fraud, from its first labelled event to its last.
 *
 * @param id unique in its simulation
 * @param kind such as {@code leak}; the label of its events
 * @param subject what it struck, such as {@code pump-2 flow_rate} or {@code terminal-0017}
 * @param start when it begins
 * @param end when it ends, not included
 */
public record Episode(String id, String kind, String subject, Instant start, Instant end) {

  public boolean covers(Instant time) {
    return !time.isBefore(start) && time.isBefore(end);
  }
}
