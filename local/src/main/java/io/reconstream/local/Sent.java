/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local;

import java.util.Locale;

/** How a command says what it sent. */
final class Sent {

  private Sent() {}

  static String summary(long events, long nanos) {
    double seconds = nanos / 1e9;
    return String.format(
        Locale.ROOT, "sent %,d events in %.1f s (%,.0f/s)", events, seconds, events / seconds);
  }
}
