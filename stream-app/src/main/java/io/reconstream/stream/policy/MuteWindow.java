/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.policy;

import java.time.Instant;

/**
 * A stretch of planned work: events in it raise no alert.
 *
 * @param from inclusive
 * @param to exclusive
 * @param reason shown with what is withheld
 */
public record MuteWindow(Instant from, Instant to, String reason) {

  public MuteWindow {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException(
          "mute window ends at %s, expected after its start %s".formatted(to, from));
    }
  }

  boolean contains(long eventTime) {
    return eventTime >= from.toEpochMilli() && eventTime < to.toEpochMilli();
  }
}
