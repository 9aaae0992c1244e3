/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.scaling;

import io.reconstream.bench.result.Median;
import io.reconstream.bench.result.ResultFiles;
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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Measures product and pass-through along each axis, all cases once per round. */
public record ScalingBench(Path folder, int rounds, boolean quick, Progress progress) {

  /** Runs all and writes {@code scaling.json} and {@code scaling.html}. */
  public void run(ResultFiles results) {
    List<ScalingCase> cases = ScalingCase.all(quick);
    Map<ScalingCase, List<Measurement>> product = new LinkedHashMap<>();
    Map<ScalingCase, List<Measurement>> floor = new LinkedHashMap<>();
    try (BenchServices services = BenchServices.start(folder)) {
      prepare(cases, services);
      progress.stage("measure");
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < cases.size(); i++) {
          ScalingCase one = cases.get(i);
          String run = "scaling-%d-%d".formatted(round, i);
          add(floor, one, measure(VariantName.PASSTHROUGH, one, run + "-floor", services));
          add(product, one, measure(VariantName.RECONSTREAM, one, run, services));
          progress.step(
              (long) round * cases.size() + i + 1,
              (long) rounds * cases.size(),
              "%s %d".formatted(one.axis().label(), one.value()));
        }
      }
    }
    List<ScalingResult> summary =
        cases.stream().map(one -> summarise(one, product.get(one), floor.get(one))).toList();
    results.write("scaling", summary, ScalingPage.of(summary, rounds));
  }

  private void prepare(List<ScalingCase> cases, BenchServices services) {
    progress.stage("prepare");
    Set<String> filled = new HashSet<>();
    for (ScalingCase one : cases) {
      bundle(one);
      if (filled.add(one.topic())) {
        services.fill(
            new BenchTopic(one.topic(), one.partitions(), events(one)),
            one.fields(),
            one.features());
      }
    }
  }

  private Path bundle(ScalingCase one) {
    NetworkShape shape = new NetworkShape(one.features(), List.of(16, 8));
    return BenchModel.bundle(shape, folder.resolve("models"), progress);
  }

  private long events(ScalingCase one) {
    return (quick ? 5_000_000L : 250_000_000L) / (4L * one.fields() + 15);
  }

  private Measurement measure(
      VariantName variant, ScalingCase one, String run, BenchServices services) {
    return new VariantRunner(folder.resolve("runs"), List.of("-Xmx1g"))
        .run(
            new VariantSettings(
                variant,
                services.bootstrapServers(),
                services.registryUrl(),
                one.topic(),
                events(one),
                one.features(),
                one.fields(),
                bundle(one).toString(),
                "",
                "at_least_once",
                false,
                one.threads(),
                one.batchRows(),
                run,
                quick ? 0 : 3,
                quick ? 1 : 5));
  }

  private static void add(
      Map<ScalingCase, List<Measurement>> all, ScalingCase one, Measurement measurement) {
    all.computeIfAbsent(one, ignored -> new ArrayList<>()).add(measurement);
  }

  private static ScalingResult summarise(
      ScalingCase one, List<Measurement> product, List<Measurement> floor) {
    Median rate = Median.of(product.stream().map(Measurement::eventsPerSecond).toList());
    Median floorRate = Median.of(floor.stream().map(Measurement::eventsPerSecond).toList());
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < product.size(); i++) {
      ratios.add(product.get(i).eventsPerSecond() / floor.get(i).eventsPerSecond());
    }
    return new ScalingResult(
        one.axis().label(),
        one.value(),
        rate.value(),
        rate.spread(),
        1e6 * one.threads() / rate.value(),
        1e6 * one.threads() / floorRate.value(),
        Median.of(ratios).value());
  }
}
