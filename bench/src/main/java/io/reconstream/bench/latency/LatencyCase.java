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
    return perSecond < 10 ? 60 : 15;
  }

  /** Before it counts: a quarter of a minute, every other event an anomaly. */
  static Feed warmUp(String topic, boolean quick) {
    return quick ? new Feed(topic, 5_000, 5_000, 2) : new Feed(topic, 75_000, 5_000, 2);
  }

  Feed feed(String topic, boolean quick) {
    int events = (int) Math.max(5, perSecond * seconds(quick));
    int anomalyEvery = (int) Math.max(1, perSecond / 100);
    return new Feed(topic, events, perSecond, anomalyEvery);
  }
}
