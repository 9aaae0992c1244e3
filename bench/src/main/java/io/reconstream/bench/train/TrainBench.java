/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.reconstream.bench.result.Median;
import io.reconstream.bench.result.ResultFiles;
import io.reconstream.bench.variant.H2oModel;
import io.reconstream.bench.variant.VariantRunner;
import io.reconstream.trainer.progress.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures every variant once per round, each in a process of its own.
 *
 * @param folder for everything that is written while it runs
 */
public record TrainBench(Path folder, int rounds, boolean quick, Progress progress) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NATIVES = "org.bytedeco.javacpp.cachedir";

  /** Runs all and writes {@code train.json} and {@code train.html}. */
  public void run(ResultFiles results) {
    List<TrainCase> cases = TrainCase.all(quick);
    Map<TrainCase, Map<TrainVariant, List<EpochTimes>>> measured = new LinkedHashMap<>();
    progress.stage("measure");
    int steps = cases.size() * TrainVariant.values().length;
    for (int round = 0; round < rounds; round++) {
      int step = 0;
      for (TrainCase one : cases) {
        for (TrainVariant variant : TrainVariant.values()) {
          EpochTimes times = measure(one, variant, "train-%d-%d".formatted(round, step++));
          measured
              .computeIfAbsent(one, ignored -> new EnumMap<>(TrainVariant.class))
              .computeIfAbsent(variant, ignored -> new ArrayList<>())
              .add(times);
          progress.step(
              (long) round * steps + step,
              (long) rounds * steps,
              "%s, %s: %.3f s an epoch".formatted(one, variant.label(), median(times)));
        }
      }
    }
    List<TrainResult> summary = new ArrayList<>();
    measured.forEach((one, byVariant) -> summary.addAll(summarise(one, byVariant)));
    results.write("train", summary, TrainPage.of(summary, rounds));
  }

  private EpochTimes measure(TrainCase one, TrainVariant variant, String run) {
    VariantRunner runner = new VariantRunner(folder, jvmArgs());
    if (variant == TrainVariant.H2O) {
      double seconds =
          H2oModel.secondsPerEpoch(
              one.shape(), one.rows(), one.batch(), one.peerEpochs(), run, runner);
      return new EpochTimes(List.of(seconds), 0);
    }
    Path input = folder.resolve(run + ".json");
    Path output = folder.resolve(run + ".result.json");
    try {
      JSON.writeValue(input.toFile(), one);
      runner.child(
          run, TrainProcess.class, List.of(variant.name(), input.toString(), output.toString()));
      EpochTimes times = JSON.readValue(output.toFile(), EpochTimes.class);
      Files.delete(output);
      return times;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder of libtorch's unpacked libraries is this process's. */
  private static List<String> jvmArgs() {
    String natives = System.getProperty(NATIVES);
    return natives == null
        ? List.of("-Xmx2g")
        : List.of("-Xmx2g", "-D%s=%s".formatted(NATIVES, natives));
  }

  private static double median(EpochTimes times) {
    return Median.of(times.seconds()).value();
  }

  private List<TrainResult> summarise(
      TrainCase one, Map<TrainVariant, List<EpochTimes>> byVariant) {
    double gigaflops =
        byVariant.get(TrainVariant.LIBTORCH).stream()
            .mapToDouble(EpochTimes::gigaflops)
            .max()
            .orElseThrow();
    List<TrainResult> results = new ArrayList<>();
    byVariant.forEach(
        (variant, times) -> {
          Median seconds = Median.of(times.stream().map(TrainBench::median).toList());
          results.add(
              new TrainResult(
                  variant.label(),
                  one.shape().label(),
                  one.rows(),
                  one.batch(),
                  seconds.value(),
                  seconds.spread(),
                  ratio(times, byVariant.get(TrainVariant.LIBTORCH)),
                  ratio(times, byVariant.get(TrainVariant.RECONSTREAM)),
                  one.flops() / gigaflops / 1e9,
                  rounds));
        });
    return results;
  }

  private static double ratio(List<EpochTimes> times, List<EpochTimes> others) {
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < times.size(); round++) {
      ratios.add(median(times.get(round)) / median(others.get(round)));
    }
    return Median.of(ratios).value();
  }
}
