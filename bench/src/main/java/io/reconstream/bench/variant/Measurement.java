/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.variant;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * What one run gave.
 *
 * @param eventsPerSecond over the measured part
 * @param measuredEvents how many events that were
 * @param secondsToFirst from the start of the process to the first event processed
 * @param residentMegabytes of the process at the end
 * @param heapMegabytes used at the end, after a collection
 */
public record Measurement(
    double eventsPerSecond,
    long measuredEvents,
    double secondsToFirst,
    double residentMegabytes,
    double heapMegabytes) {

  private static final Duration STALLED = Duration.ofSeconds(60);

  /** Watches a counter while a variant runs. */
  static Measurement of(VariantSettings settings, LongSupplier processed) {
    await(processed, 1, Double.MAX_VALUE);
    double secondsToFirst =
        (System.currentTimeMillis()
                - ProcessHandle.current().info().startInstant().orElseThrow().toEpochMilli())
            / 1e3;
    await(processed, settings.events() * 2 / 5, settings.warmUpSeconds());
    long before = processed.getAsLong();
    long begin = System.nanoTime();
    await(processed, settings.events(), settings.measureSeconds());
    long measured = processed.getAsLong() - before;
    double seconds = (System.nanoTime() - begin) / 1e9;
    return new Measurement(
        measured / seconds,
        measured,
        secondsToFirst,
        Memory.residentMegabytes(),
        Memory.heapMegabytesAfterCollection());
  }

  private static void await(LongSupplier processed, long count, double seconds) {
    long begin = System.nanoTime();
    long last = processed.getAsLong();
    long changed = begin;
    while (processed.getAsLong() < count && System.nanoTime() - begin < seconds * 1e9) {
      LockSupport.parkNanos(500_000);
      long now = processed.getAsLong();
      if (now != last) {
        last = now;
        changed = System.nanoTime();
      } else if (System.nanoTime() - changed > STALLED.toNanos()) {
        throw new IllegalStateException(
            "no event was processed for %s after %d of %d".formatted(STALLED, now, count));
      }
    }
  }
}
