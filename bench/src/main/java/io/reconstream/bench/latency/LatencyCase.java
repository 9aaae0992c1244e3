/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.latency;

import io.reconstream.bench.variant.VariantName;
import java.util.List;

/** One variant at one rate of events per second. */
record LatencyCase(VariantName variant, String guarantee, double perSecond) {

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
   * Then, until the compiler is through with it, what is to be measured; where events are rare,
   * some ten thousands that come alone, which take a path of their own.
   */
  List<Feed> warmUp(boolean quick) {
    Feed anomalies = new Feed(quick ? 5_000 : 75_000, 5_000, 2, 0, 1, 0);
    double rate = quick ? 300 : isRare() ? 1_000 : perSecond;
    int seconds = quick ? 1 : isRare() ? 60 : 30;
    int anomalyEvery = isRare() ? 2 : (int) Math.max(1, perSecond / 100);
    return List.of(
        anomalies, new Feed((int) Math.max(1, rate * seconds), rate, anomalyEvery, 0, 1, 0));
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
    int anomalyEvery = (int) Math.max(1, perSecond / 100);
    return new Feed(events, perSecond, anomalyEvery, part, parts, seed);
  }
}
