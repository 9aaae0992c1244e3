/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.latency;

import io.reconstream.bench.variant.VariantName;

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
   *
   * @param part of each interval, from 0
   * @param parts how many cases warm up at once
   */
  Feed anomalies(boolean quick, int part, int parts) {
    return new Feed(quick ? 5_000 : 75_000, 5_000, 2, part, parts, 0);
  }

  /**
   * Then half a minute of what is to be measured; where events come alone, which take a path of
   * their own, tens of thousands of these.
   *
   * @param part of each interval, from 0
   * @param parts how many cases warm up at once
   */
  Feed rehearsal(boolean quick, int part, int parts) {
    if (quick) {
      return new Feed(300, 300, 2, part, parts, 0);
    }
    return perSecond < ALONE
        ? new Feed((int) (60 * ALONE), ALONE, 2, part, parts, 0)
        : new Feed((int) (30 * perSecond), perSecond, anomalyEvery(), part, parts, 0);
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
