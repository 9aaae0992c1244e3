/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.stream;

import io.reconstream.bench.result.CaseFilter;
import io.reconstream.bench.result.Median;
import io.reconstream.bench.result.ResultFiles;
import io.reconstream.bench.variant.H2oModel;
import io.reconstream.bench.variant.Measurement;
import io.reconstream.bench.variant.VariantName;
import io.reconstream.bench.variant.VariantRunner;
import io.reconstream.bench.variant.VariantSettings;
import io.reconstream.bench.workload.BenchModel;
import io.reconstream.bench.workload.BenchServices;
import io.reconstream.bench.workload.BenchTopic;
import io.reconstream.bench.workload.NetworkShape;
import io.reconstream.trainer.progress.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures every case once per round, all cases before the next round, so that a slow minute of the
 * machine falls on all of them.
 *
 * @param folder for everything that is written while it runs
 * @param rounds how often each case is measured
 * @param quick a smoke run: few events, no figures to quote
 * @param only which cases are measured, beside their floors
 * @param progress what is going on
 */
public record StreamBench(
    Path folder, int rounds, boolean quick, CaseFilter only, Progress progress) {
  /** On two quick cores the compiler of a JVM is busiest for that long; then it is watched. */
  private static final int WARM_UP_SECONDS = 6;

  private static final int MEASURE_SECONDS = 3;

  /** Runs all and writes {@code stream.json} and {@code stream.html}. */
  public List<StreamResult> run(ResultFiles results) {
    List<StreamCase> cases = only.choose(cases(), one -> List.of(one.floor()));
    Map<StreamCase, List<Measurement>> measured = new LinkedHashMap<>();
    try (BenchServices services = BenchServices.start(folder)) {
      Map<NetworkShape, BenchTopic> topics = new HashMap<>();
      Map<NetworkShape, Path> bundles = new HashMap<>();
      Map<NetworkShape, Path> mojos = new HashMap<>();
      VariantRunner runner = new VariantRunner(folder.resolve("runs"), List.of("-Xmx1g"));
      for (NetworkShape shape : cases.stream().map(StreamCase::shape).distinct().toList()) {
        progress.stage("prepare " + shape.label());
        bundles.put(shape, BenchModel.bundle(shape, folder.resolve("models"), progress));
        mojos.put(shape, H2oModel.mojo(shape, folder.resolve("models"), runner));
        BenchTopic topic = new BenchTopic("events-" + shape.features(), 1, events(shape));
        services.fill(topic, shape.features(), shape.features());
        topics.put(shape, topic);
      }
      progress.stage("measure");
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < cases.size(); i++) {
          StreamCase one = cases.get(i);
          Measurement measurement =
              runner.run(
                  new VariantSettings(
                      one.variant(),
                      services.bootstrapServers(),
                      services.registryUrl(),
                      topics.get(one.shape()).name(),
                      one.variant() == VariantName.ONNX_RUNTIME
                          ? Integer.MAX_VALUE // rows at hand have no end
                          : topics.get(one.shape()).events(),
                      one.shape().features(),
                      one.shape().features(),
                      bundles.get(one.shape()).toString(),
                      mojos.get(one.shape()).toString(),
                      one.guarantee(),
                      one.everyScore(),
                      1,
                      VariantSettings.BATCH_ROWS,
                      "stream-%d-%d".formatted(round, i),
                      quick ? 0 : WARM_UP_SECONDS,
                      quick ? 1 : MEASURE_SECONDS));
          measured.computeIfAbsent(one, ignored -> new ArrayList<>()).add(measurement);
          progress.step(
              (long) round * cases.size() + i + 1,
              (long) rounds * cases.size(),
              "%s: %,.0f events/s".formatted(one, measurement.eventsPerSecond()));
        }
      }
    }
    List<StreamResult> summary =
        measured.keySet().stream().map(one -> summarise(one, measured)).toList();
    results.write("stream", summary, StreamPage.of(summary, rounds));
    return summary;
  }

  private long events(NetworkShape shape) {
    // as many small ones as a quick machine goes through until the JVM's compiler is quiet
    return (quick ? 20_000_000L : 5_400_000_000L) / (4L * shape.features() + 15);
  }

  /** All variants with alerts alone; guarantee and emission vary for floor, pinned and product. */
  private List<StreamCase> cases() {
    List<StreamCase> cases = new ArrayList<>();
    for (VariantName variant : VariantName.values()) {
      cases.add(new StreamCase(variant, NetworkShape.SMALL, "at_least_once", false));
    }
    if (quick) {
      return cases;
    }
    for (VariantName variant :
        List.of(
            VariantName.PASSTHROUGH,
            VariantName.NAIVE,
            VariantName.PINNED,
            VariantName.ONNX_RUNTIME,
            VariantName.RECONSTREAM,
            VariantName.H2O_EASY,
            VariantName.H2O_RAW)) {
      cases.add(new StreamCase(variant, NetworkShape.LARGE, "at_least_once", false));
    }
    for (VariantName variant :
        List.of(VariantName.PASSTHROUGH, VariantName.PINNED, VariantName.RECONSTREAM)) {
      cases.add(new StreamCase(variant, NetworkShape.SMALL, "exactly_once_v2", false));
      cases.add(new StreamCase(variant, NetworkShape.SMALL, "at_least_once", true));
      cases.add(new StreamCase(variant, NetworkShape.SMALL, "exactly_once_v2", true));
    }
    return cases;
  }

  private static StreamResult summarise(
      StreamCase one, Map<StreamCase, List<Measurement>> measured) {
    List<Measurement> runs = measured.get(one);
    List<Measurement> floor = measured.get(one.floor());
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      ratios.add(runs.get(i).eventsPerSecond() / floor.get(i).eventsPerSecond());
    }
    Median rate = Median.of(runs.stream().map(Measurement::eventsPerSecond).toList());
    return new StreamResult(
        one.variant().label(),
        one.shape().label(),
        one.guarantee(),
        one.emit(),
        rate.value(),
        rate.spread(),
        Median.of(ratios).value(),
        Median.of(runs.stream().map(Measurement::threadMicroseconds).toList()).value(),
        Median.of(runs.stream().map(Measurement::scoringMicroseconds).toList()).value(),
        Median.of(runs.stream().map(Measurement::secondsToFirst).toList()).value(),
        Median.of(runs.stream().map(Measurement::residentMegabytes).toList()).value(),
        runs.size());
  }
}
