/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.latency;

import io.reconstream.bench.variant.VariantRunner;
import io.reconstream.bench.variant.VariantSettings;
import io.reconstream.bench.workload.BenchServices;
import io.reconstream.bench.workload.BenchTopic;
import io.reconstream.bench.workload.Events;
import io.reconstream.bench.workload.NetworkShape;
import io.reconstream.local.process.ChildJvm;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.admin.NewTopic;

/** A variant that runs in a process of its own, with topics of its own. */
final class LatencyRun implements AutoCloseable {
  private static final NetworkShape SHAPE = NetworkShape.SMALL;

  private final BenchServices services;
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final Events events = new Events(SHAPE.features());
  private final String topic;
  private final int schemaId;
  private final ChildJvm process;
  private final AlertReader reader;
  private long sent;

  /**
   * Starts it.
   *
   * @param name of the run, unlike any other's
   * @param folder for its settings and its log
   */
  LatencyRun(LatencyCase one, String name, Path bundle, Path folder, BenchServices services) {
    this.services = services;
    this.topic = name + "-input";
    String output = name + "-output";
    BenchTopic.create(
        services.bootstrapServers(),
        List.of(new NewTopic(topic, 1, (short) 1), new NewTopic(output, 1, (short) 1)));
    this.schemaId = services.register(topic, events);
    this.reader = new AlertReader(services.bootstrapServers(), output, one.variant());
    this.process =
        new VariantRunner(folder, List.of("-Xmx1g"))
            .start(
                new VariantSettings(
                    one.variant(),
                    services.bootstrapServers(),
                    services.registryUrl(),
                    topic,
                    0,
                    SHAPE.features(),
                    SHAPE.features(),
                    bundle.toString(),
                    "",
                    one.guarantee(),
                    false,
                    1,
                    VariantSettings.BATCH_ROWS,
                    name,
                    0,
                    0));
  }

  /**
   * Sends a feed's events in one thread and reads what becomes of them in another.
   *
   * @param begin of the feed, on the clock of {@link System#nanoTime()}
   * @return the nanoseconds from when an anomaly was due until its record was read
   */
  CompletableFuture<Histogram> measure(Feed feed, long begin) {
    long first = sent;
    sent += feed.events();
    CompletableFuture<Histogram> nanos =
        CompletableFuture.supplyAsync(() -> reader.read(feed, begin, first), threads);
    CompletableFuture<Void> sending =
        CompletableFuture.runAsync(
            () ->
                feed.send(
                    services.bootstrapServers(), topic, events, SHAPE.features(), schemaId, begin),
            threads);
    sending.exceptionally(
        failure -> {
          nanos.completeExceptionally(failure); // else it would show as records that never come
          return null;
        });
    return nanos.thenCombine(sending, (measured, sent) -> measured);
  }

  @Override
  public void close() {
    threads.shutdownNow(); // interrupts both where a measurement failed
    try {
      threads.awaitTermination(1, TimeUnit.MINUTES);
      reader.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.close();
    }
  }
}
