/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.reconstream.model.bundle.Bundle;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;

/**
 * The app's counters. Those of every event are adders that the registry reads when it is asked.
 *
 * <p>Accounting: each event counts once in events, and once in either scored, not ready or dead
 * letters. After a crash events are processed again, and counted again.
 */
public final class StreamMetrics {
  private final LongAdder events = new LongAdder();
  private final LongAdder scored = new LongAdder();
  private final LongAdder notReady = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final MeterRegistry registry;
  private final DistributionSummary batchRows;
  private final Timer scoreTime;
  private final MultiGauge modelInfo;
  private final Counter modelRefused;
  private final Counter batchShrunk;
  private final Counter threadsFailed;

  public StreamMetrics(MeterRegistry registry) {
    this.registry = registry;
    counter(StreamMeter.EVENTS, metrics -> metrics.events.sum());
    counter(StreamMeter.SCORED, metrics -> metrics.scored.sum());
    counter(StreamMeter.NOT_READY, metrics -> metrics.notReady.sum());
    counter(StreamMeter.LOOK_AHEAD_MISSES, metrics -> metrics.misses.sum());
    counter(
        StreamMeter.LOOK_AHEAD_HITS,
        metrics ->
            Math.max(0, metrics.scored.sum() + metrics.notReady.sum() - metrics.misses.sum()));
    batchRows =
        DistributionSummary.builder(StreamMeter.BATCH_ROWS.id())
            .description(StreamMeter.BATCH_ROWS.description())
            .register(registry);
    scoreTime =
        Timer.builder(StreamMeter.SCORE_TIME.id())
            .description(StreamMeter.SCORE_TIME.description())
            .register(registry);
    modelInfo =
        MultiGauge.builder(StreamMeter.MODEL_INFO.id())
            .description(StreamMeter.MODEL_INFO.description())
            .register(registry);
    modelRefused = counter(StreamMeter.MODEL_REFUSED, Tags.empty());
    batchShrunk = counter(StreamMeter.BATCH_LIMIT_SHRUNK, Tags.empty());
    threadsFailed = counter(StreamMeter.THREADS_FAILED, Tags.empty());
  }

  private void counter(StreamMeter meter, ToDoubleFunction<StreamMetrics> value) {
    FunctionCounter.builder(meter.id(), this, value)
        .description(meter.description())
        .register(registry);
  }

  private Counter counter(StreamMeter meter, Tags tags) {
    return Counter.builder(meter.id())
        .description(meter.description())
        .tags(tags)
        .register(registry);
  }

  /** An event's turn has come. */
  public void event() {
    events.increment();
  }

  public void scored() {
    scored.increment();
  }

  public void notReady() {
    notReady.increment();
  }

  /** An event goes to the dead-letter topic. */
  public void deadLetter(String reason) {
    counter(StreamMeter.DEAD_LETTERS, Tags.of("reason", reason)).increment();
  }

  public void alert(String severity) {
    counter(StreamMeter.ALERTS, Tags.of("severity", severity)).increment();
  }

  /** An event had no score at its turn. */
  public void lookAheadMissed() {
    misses.increment();
  }

  /** The model ran. */
  public void batch(int rows, long nanos) {
    batchRows.record(rows);
    scoreTime.record(nanos, TimeUnit.NANOSECONDS);
  }

  public void batchShrunk() {
    batchShrunk.increment();
  }

  public void modelServes(Bundle bundle) {
    Tags tags =
        Tags.of(
            "name", bundle.metadata().name(),
            "version", bundle.metadata().version(),
            "hash", bundle.hash());
    modelInfo.register(List.of(MultiGauge.Row.of(tags, 1)), true);
  }

  public void modelRefused() {
    modelRefused.increment();
  }

  public void threadFailed() {
    threadsFailed.increment();
  }
}
