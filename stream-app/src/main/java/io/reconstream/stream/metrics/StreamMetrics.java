/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.reconstream.model.bundle.Bundle;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The app's counters. Those of every event are kept per task and summed when the registry asks.
 *
 * <p>Accounting: each event counts once in events, and once in either scored, not ready or dead
 * letters. After a crash events are processed again, and counted again.
 */
public final class StreamMetrics {
  private static final List<Function<TaskCounts, AtomicLong>> TASK_COUNTERS =
      List.of(
          counts -> counts.events,
          counts -> counts.scored,
          counts -> counts.notReady,
          counts -> counts.misses);

  private final DoubleAdder keyDays = new DoubleAdder();
  private final DoubleAdder budgeted = new DoubleAdder();
  private final DoubleAdder raised = new DoubleAdder();
  private final Set<TaskCounts> tasks = new HashSet<>();
  private final TaskCounts ended = new TaskCounts();
  private final MeterRegistry registry;
  private final DistributionSummary batchRows;
  private final Timer scoreTime;
  private final MultiGauge modelInfo;
  private final Counter modelRefused;
  private final Counter batchShrunk;
  private final Counter threadsFailed;
  private final Counter begunAnew;
  private final Counter timesAhead;
  private final Counter keysForgotten;
  private final Counter rowsInterpolated;

  public StreamMetrics(MeterRegistry registry) {
    this.registry = registry;
    counter(StreamMeter.EVENTS, metrics -> metrics.sum(counts -> counts.events));
    counter(StreamMeter.SCORED, metrics -> metrics.sum(counts -> counts.scored));
    counter(StreamMeter.NOT_READY, metrics -> metrics.sum(counts -> counts.notReady));
    counter(StreamMeter.LOOK_AHEAD_MISSES, metrics -> metrics.sum(counts -> counts.misses));
    counter(
        StreamMeter.LOOK_AHEAD_HITS,
        metrics ->
            metrics.sum(counts -> counts.scored)
                + metrics.sum(counts -> counts.notReady)
                - metrics.sum(counts -> counts.misses));
    counter(StreamMeter.KEY_DAYS, metrics -> metrics.keyDays.sum());
    counter(StreamMeter.ALERTS_BUDGETED, metrics -> metrics.budgeted.sum());
    perKeyDay("budget", metrics -> metrics.budgeted.sum());
    perKeyDay("realised", metrics -> metrics.raised.sum());
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
    begunAnew = counter(StreamMeter.BEGUN_ANEW, Tags.empty());
    timesAhead = counter(StreamMeter.TIMES_AHEAD, Tags.empty());
    rowsInterpolated = counter(StreamMeter.ROWS_INTERPOLATED, Tags.empty());
    keysForgotten = counter(StreamMeter.KEYS_FORGOTTEN, Tags.empty());
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

  /** NaN until a key was watched for a time. */
  private void perKeyDay(String kind, ToDoubleFunction<StreamMetrics> alerts) {
    Gauge.builder(
            StreamMeter.ALERTS_PER_KEY_DAY.id(),
            this,
            metrics -> alerts.applyAsDouble(metrics) / metrics.keyDays.sum())
        .description(StreamMeter.ALERTS_PER_KEY_DAY.description())
        .tags("kind", kind)
        .register(registry);
  }

  /**
   * A key's event came under the policy's eyes.
   *
   * @param days of event time since the key's event before
   * @param accepted alerts that the budget accepts for it
   */
  public void watched(double days, double accepted) {
    keyDays.add(days);
    budgeted.add(accepted);
  }

  /** Counts of a task that begins. */
  public synchronized TaskCounts newTask() {
    TaskCounts counts = new TaskCounts();
    tasks.add(counts);
    return counts;
  }

  /** A task ended: what it counted stays. */
  public synchronized void closed(TaskCounts counts) {
    tasks.remove(counts);
    for (Function<TaskCounts, AtomicLong> counter : TASK_COUNTERS) {
      counter.apply(ended).addAndGet(counter.apply(counts).get());
    }
  }

  private synchronized long sum(Function<TaskCounts, AtomicLong> counter) {
    return counter.apply(ended).get()
        + tasks.stream().mapToLong(counts -> counter.apply(counts).get()).sum();
  }

  /** An event goes to the dead-letter topic. */
  public void deadLetter(String reason) {
    counter(StreamMeter.DEAD_LETTERS, Tags.of("reason", reason)).increment();
  }

  /** An event is no part of its key's window. */
  public void notTakenIn(String reason) {
    counter(StreamMeter.NOT_TAKEN_IN, Tags.of("reason", reason)).increment();
  }

  /** An event's time is too far in the future for the policy. */
  public void timeAhead() {
    timesAhead.increment();
  }

  /** A key's window began anew. */
  public void windowBegunAnew() {
    begunAnew.increment();
  }

  /** Rows stand in for missing ones. */
  public void rowsInterpolated(int rows) {
    if (rows > 0) {
      rowsInterpolated.increment(rows);
    }
  }

  /** Keys were silent for so long that their rows were deleted. */
  public void keysForgotten(int keys) {
    keysForgotten.increment(keys);
  }

  /** An anomalous event raised no alert. */
  public void withheld(String reason) {
    counter(StreamMeter.WITHHELD, Tags.of("reason", reason)).increment();
  }

  /** An incident was opened, updated or closed. */
  public void incident(String status) {
    counter(StreamMeter.INCIDENTS, Tags.of("status", status)).increment();
  }

  public void alert(String severity) {
    raised.add(1);
    counter(StreamMeter.ALERTS, Tags.of("severity", severity)).increment();
  }

  /** A single measurement was taken into a row, or was not. */
  public void measurement(String outcome) {
    counter(StreamMeter.MEASUREMENTS, Tags.of("outcome", outcome)).increment();
  }

  /** A record of the rules topic was accepted, refused, or took a rule back. */
  public void rule(String outcome) {
    counter(StreamMeter.RULES, Tags.of("outcome", outcome)).increment();
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
