/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.latency;

import io.reconstream.bench.variant.VariantName;
import java.util.List;

/** One variant at one rate of events per second. */
record LatencyCase(VariantName variant, String guarantee, double perSecond) {
  /** At fewer events a second nearly every one is polled by itself. */
  private static final double ALONE = 1_000;

  /** Seconds of one round: enough for hundreds of alerts, or some dozens where events are rare. */
  double seconds(boolean quick) {
    if (quick) {
      return 3;
    }
    return isRare() ? 60 : 15;
  }

  /**
   * Whether events come so seldom that caches are cold, and that two variants that run at once do
   * not slow each other down.
   */
  boolean isRare() {
    return perSecond < 10;
  }

  /**
   * Before it counts: a quarter of a minute of many anomalies, which make explaining them quick.
   * Then half a minute of what is to be measured; where events come alone, which take a path of
   * their own, tens of thousands of these.
   *
   * @param part of each interval, from 0
   * @param parts how many cases warm up at once
   */
  List<Feed> warmUp(boolean quick, int part, int parts) {
    Feed anomalies = new Feed(quick ? 5_000 : 75_000, 5_000, 2, part, parts, 0);
    if (quick) {
      return List.of(anomalies, new Feed(300, 300, 2, part, parts, 0));
    }
    boolean alone = perSecond < ALONE;
    double rate = alone ? ALONE : perSecond;
    int events = (int) (rate * (alone ? 60 : 30));
    return List.of(anomalies, new Feed(events, rate, alone ? 2 : anomalyEvery(), part, parts, 0));
  }

  /**
   * What counts.
   *
   * @param part of each interval, from 0
   * @param parts how many cases are measured at once
   * @param seed of the events' moments
   */
  Feed feed(boolean quick, int part, int parts, long seed) {
    int events = (int) Math.max(5, perSecond * seconds(quick));
    return new Feed(events, perSecond, anomalyEvery(), part, parts, seed);
  }

  private int anomalyEvery() {
    return (int) Math.max(1, perSecond / 100);
  }
}
