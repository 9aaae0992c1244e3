/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.latency;

import io.reconstream.bench.variant.VariantName;

/** One variant at one rate of events per second. */
record LatencyCase(VariantName variant, String guarantee, double perSecond) {

  /** Seconds of one round: enough for hundreds of alerts, or some dozens where events are rare. */
  double seconds(boolean quick) {
    if (quick) {
      return 3;
    }
    return isRare() ? 60 : 15;
  }

  /** Whether caches are cold when an event comes. */
  boolean isRare() {
    return perSecond < 10;
  }

  /** So many parts of the time between two events, in nanoseconds. */
  long share(int parts, int of) {
    return (long) (1e9 / perSecond * parts / of);
  }

  /** Before it counts: a quarter of a minute, every other event an anomaly. */
  static Feed warmUp(boolean quick) {
    return quick ? new Feed(5_000, 5_000, 2) : new Feed(75_000, 5_000, 2);
  }

  Feed feed(boolean quick) {
    int events = (int) Math.max(5, perSecond * seconds(quick));
    int anomalyEvery = (int) Math.max(1, perSecond / 100);
    return new Feed(events, perSecond, anomalyEvery);
  }
}
