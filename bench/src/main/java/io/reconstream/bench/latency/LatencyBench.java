/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.latency;

import io.reconstream.bench.result.ResultFiles;
import io.reconstream.bench.variant.VariantName;
import io.reconstream.bench.variant.VariantRunner;
import io.reconstream.bench.variant.VariantSettings;
import io.reconstream.bench.workload.BenchModel;
import io.reconstream.bench.workload.BenchServices;
import io.reconstream.bench.workload.BenchTopic;
import io.reconstream.bench.workload.Events;
import io.reconstream.bench.workload.NetworkShape;
import io.reconstream.local.process.ChildJvm;
import io.reconstream.trainer.progress.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * Measures event-to-alert latency of the product beside the pass-through, at several rates, all
 * cases once per round.
 *
 * <p>Both variants run for a while at a higher rate before it counts, with tens of thousands of
 * alerts: compilation has ended then, of what makes an alert too.
 *
 * @param folder for everything that is written while it runs
 * @param rounds how often each case is measured
 * @param quick a smoke run: few events, no figures to quote
 * @param rates in events per second
 * @param progress what is going on
 */
public record LatencyBench(
    Path folder, int rounds, boolean quick, List<Double> rates, Progress progress) {
  private static final NetworkShape SHAPE = NetworkShape.SMALL;

  /** Runs all and writes {@code latency.json} and {@code latency.html}. */
  public void run(ResultFiles results) {
    Map<LatencyCase, Histogram> measured = new LinkedHashMap<>();
    List<LatencyCase> cases = cases();
    try (BenchServices services = BenchServices.start(folder)) {
      progress.stage("prepare");
      Path bundle = BenchModel.bundle(SHAPE, folder.resolve("models"), progress);
      progress.stage("measure");
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < cases.size(); i++) {
          LatencyCase one = cases.get(i);
          Histogram nanos = measure(one, "latency-%d-%d".formatted(round, i), services, bundle);
          measured.computeIfAbsent(one, ignored -> new Histogram(3)).add(nanos);
          progress.step(
              (long) round * cases.size() + i + 1,
              (long) rounds * cases.size(),
              "%s at %,.0f/s: p99 %.2f ms"
                  .formatted(
                      one.variant().label(),
                      one.perSecond(),
                      nanos.getValueAtPercentile(99) / 1e6));
        }
      }
    }
    List<LatencyResult> summary =
        measured.entrySet().stream()
            .map(entry -> LatencyResult.of(entry.getKey(), entry.getValue()))
            .toList();
    results.write("latency", summary, LatencyPage.of(summary, rounds));
  }

  private Histogram measure(LatencyCase one, String run, BenchServices services, Path bundle) {
    Events events = new Events(SHAPE.features());
    String input = run + "-input";
    String output = run + "-output";
    BenchTopic.create(
        services.bootstrapServers(),
        List.of(new NewTopic(input, 1, (short) 1), new NewTopic(output, 1, (short) 1)));
    int schemaId = services.register(input, events);
    VariantSettings settings =
        new VariantSettings(
            one.variant(),
            services.bootstrapServers(),
            services.registryUrl(),
            input,
            0,
            SHAPE.features(),
            SHAPE.features(),
            bundle.toString(),
            "",
            one.guarantee(),
            false,
            1,
            VariantSettings.BATCH_ROWS,
            run,
            0,
            0);
    VariantRunner runner = new VariantRunner(folder.resolve("runs"), List.of("-Xmx1g"));
    Feed warmUp = LatencyCase.warmUp(input, quick);
    Feed measured = one.feed(input, quick);
    try (ChildJvm ignored = runner.start(settings);
        AlertReader reader = new AlertReader(services.bootstrapServers(), output, one.variant())) {
      send(warmUp, services, events, schemaId, 0, reader);
      return send(measured, services, events, schemaId, warmUp.events(), reader);
    }
  }

  /** Sends in one thread and reads in this one. */
  private static Histogram send(
      Feed feed,
      BenchServices services,
      Events events,
      int schemaId,
      long firstOffset,
      AlertReader reader) {
    long begin = System.nanoTime() + 100_000_000L;
    CompletableFuture<Void> sending =
        CompletableFuture.runAsync(
            () ->
                feed.send(services.bootstrapServers(), events, SHAPE.features(), schemaId, begin));
    Histogram nanos = reader.read(feed, begin, firstOffset);
    sending.join();
    return nanos;
  }

  private List<LatencyCase> cases() {
    List<LatencyCase> cases = new ArrayList<>();
    for (double perSecond : quick ? List.of(1_000.0) : rates) {
      for (VariantName variant : List.of(VariantName.PASSTHROUGH, VariantName.RECONSTREAM)) {
        cases.add(new LatencyCase(variant, "at_least_once", perSecond));
      }
    }
    return cases;
  }
}
