/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.feed;

import java.util.Locale;

/**
 * What was sent.
 *
 * @param events that the broker has
 * @param nanos from the first event to the last acknowledgement
 */
public record Sent(long events, long nanos) {

  @Override
  public String toString() {
    double seconds = nanos / 1e9;
    return String.format(
        Locale.ROOT, "sent %,d events in %.1f s (%,.0f/s)", events, seconds, events / seconds);
  }
}
