/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.latency;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Event-to-alert latency of one variant at one rate, in milliseconds. */
record LatencyResult(
    String variant,
    String guarantee,
    double eventsPerSecond,
    long alerts,
    double p50Ms,
    double p90Ms,
    double p99Ms,
    double p999Ms,
    double maxMs,
    @JsonIgnore List<Percentile> percentiles) {

  /** A point of the distribution: the share of alerts at most so late. */
  record Percentile(double share, double millis) {}

  private static final List<Double> SHARES =
      List.of(0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.995, 0.999);

  static LatencyResult of(LatencyCase one, Histogram nanos) {
    return new LatencyResult(
        one.variant().label(),
        one.guarantee(),
        one.perSecond(),
        nanos.getTotalCount(),
        millis(nanos, 0.5),
        millis(nanos, 0.9),
        millis(nanos, 0.99),
        millis(nanos, 0.999),
        nanos.getMaxValue() / 1e6,
        SHARES.stream().map(share -> new Percentile(share, millis(nanos, share))).toList());
  }

  private static double millis(Histogram nanos, double share) {
    return nanos.getValueAtPercentile(100 * share) / 1e6;
  }
}
