/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.variant;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * What one run gave.
 *
 * @param eventsPerSecond over the measured part
 * @param measuredEvents how many events that were
 * @param threadMicroseconds processor time of the stream threads per event, 0 where there are none;
 *     unlike the rate it does not depend on what else runs on the machine
 * @param scoringMicroseconds the same of threads that score ahead
 * @param secondsToFirst from the start of the process to the first event processed
 * @param residentMegabytes of the process at the end
 * @param heapMegabytes used at the end, after a collection
 * @param samples what the process held while it ran, one per tenth of the events
 */
public record Measurement(
    double eventsPerSecond,
    long measuredEvents,
    double threadMicroseconds,
    double scoringMicroseconds,
    double secondsToFirst,
    double residentMegabytes,
    double heapMegabytes,
    List<MemorySample> samples) {

  private static final Duration STALLED = Duration.ofSeconds(60);
  private static final int SAMPLES = 10;

  /** The compiler is watched for so long at once, and so often at most. */
  private static final int LOOK_SECONDS = 1;

  private static final int MOST_LOOKS = 12;

  /** By how much quicker it may yet become. */
  private static final double MARGIN = 1.25;

  /** The share of that time in which a quiet compiler may be at work. */
  private static final double QUIET = 0.1;

  /** Watches a counter while a variant runs. */
  static Measurement of(VariantSettings settings, LongSupplier processed) {
    await(processed, 1, Double.MAX_VALUE);
    double secondsToFirst =
        (System.currentTimeMillis()
                - ProcessHandle.current().info().startInstant().orElseThrow().toEpochMilli())
            / 1e3;
    if (settings.warmUpSeconds() > 0) {
      warmUp(settings, processed);
    }
    long before = processed.getAsLong();
    long threads = StreamThreads.STREAM.cpuNanos();
    long scoring = StreamThreads.SCORING.cpuNanos();
    long begin = System.nanoTime();
    List<MemorySample> samples = new ArrayList<>();
    double seconds = 0;
    for (int i = 1; i <= SAMPLES && seconds < settings.measureSeconds(); i++) {
      await(processed, settings.events() / SAMPLES * i, settings.measureSeconds() - seconds);
      seconds = (System.nanoTime() - begin) / 1e9;
      samples.add(MemorySample.now(processed.getAsLong(), seconds));
    }
    long measured = processed.getAsLong() - before;
    if (measured == 0) {
      throw new IllegalStateException(
          "no event of %,d was left to measure".formatted(settings.events()));
    }
    return new Measurement(
        measured / seconds,
        measured,
        (StreamThreads.STREAM.cpuNanos() - threads) / 1e3 / measured,
        (StreamThreads.SCORING.cpuNanos() - scoring) / 1e3 / measured,
        secondsToFirst,
        Memory.residentMegabytes(),
        Memory.heapMegabytesAfterCollection(),
        samples);
  }

  /**
   * For as long as is said, then on until the JVM's compiler is quiet: on a slow machine that takes
   * longer, and it takes the processors from what is measured. But what is to be measured must be
   * left.
   */
  private static void warmUp(VariantSettings settings, LongSupplier processed) {
    CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    int quiet = 0;
    double seconds = settings.warmUpSeconds();
    long enough = enough(settings.events(), Double.MAX_VALUE, settings.measureSeconds());
    // a compilation counts when it ends: one long one would look like none
    for (int look = 0; look <= MOST_LOOKS && quiet < 2; look++) {
      long compiling = compiler.getTotalCompilationTime();
      long before = processed.getAsLong();
      long begin = System.nanoTime();
      await(processed, enough, seconds);
      double passed = (System.nanoTime() - begin) / 1e9;
      double rate = (processed.getAsLong() - before) / passed;
      boolean worked = compiler.getTotalCompilationTime() - compiling > QUIET * passed * 1_000;
      quiet = worked || look == 0 ? 0 : quiet + 1;
      seconds = LOOK_SECONDS;
      enough = enough(settings.events(), rate, settings.measureSeconds());
      if (processed.getAsLong() >= enough) {
        return;
      }
    }
  }

  /**
   * How many events may go by before it counts: 40 %, or more where what is left then lasts for one
   * more look and for what is measured.
   *
   * @param perSecond how quick it was lately
   */
  static long enough(long events, double perSecond, double measureSeconds) {
    double needed = MARGIN * perSecond * (measureSeconds + LOOK_SECONDS);
    return Math.max(events * 2 / 5, (long) (events - needed));
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
