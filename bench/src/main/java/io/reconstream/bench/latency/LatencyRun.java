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
import java.util.concurrent.Executor;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.admin.NewTopic;

/** A variant that runs in a process of its own, with topics of its own. */
final class LatencyRun implements AutoCloseable {
  private static final NetworkShape SHAPE = NetworkShape.SMALL;

  private final BenchServices services;
  private final Executor executor;
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
  LatencyRun(
      LatencyCase one,
      String name,
      Path bundle,
      Path folder,
      BenchServices services,
      Executor executor) {
    this.services = services;
    this.executor = executor;
    this.topic = name + "-input";
    String output = name + "-output";
    BenchTopic.create(
        services.bootstrapServers(),
        List.of(new NewTopic(topic, 1, (short) 1), new NewTopic(output, 1, (short) 1)));
    this.schemaId = services.register(topic, events);
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
    this.reader = new AlertReader(services.bootstrapServers(), output, one.variant());
  }

  /**
   * Sends the feed's events in one thread and reads what becomes of them in another.
   *
   * @param begin when the first event is due, on the clock of {@link System#nanoTime()}
   * @return the nanoseconds from when an anomaly was due until its record was read
   */
  CompletableFuture<Histogram> feed(Feed feed, long begin) {
    CompletableFuture<Void> sending =
        CompletableFuture.runAsync(
            () ->
                feed.send(
                    services.bootstrapServers(), topic, events, SHAPE.features(), schemaId, begin),
            executor);
    long first = sent;
    sent += feed.events();
    return CompletableFuture.supplyAsync(() -> reader.read(feed, begin, first), executor)
        .thenCombine(sending, (nanos, ignored) -> nanos);
  }

  @Override
  public void close() {
    reader.close();
    process.close();
  }
}
