/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.reconstream.bench.result.CaseFilter;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures every variant once per round, each in a process of its own.
 *
 * @param folder for everything that is written while it runs
 * @param only which cases are measured, beside the product and the bare loop with the same network
 */
public record TrainBench(
    Path folder, int rounds, boolean quick, CaseFilter only, Progress progress) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NATIVES = "org.bytedeco.javacpp.cachedir";

  /** Runs all and writes {@code train.json} and {@code train.html}. */
  public void run(ResultFiles results) {
    List<TrainCase> cases = only.choose(TrainCase.all(quick), TrainCase::comparedWith);
    Map<TrainCase, List<EpochTimes>> measured = new LinkedHashMap<>();
    progress.stage("measure");
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < cases.size(); i++) {
        TrainCase one = cases.get(i);
        EpochTimes times = measure(one, "train-%d-%d".formatted(round, i));
        measured.computeIfAbsent(one, ignored -> new ArrayList<>()).add(times);
        progress.step(
            (long) round * cases.size() + i + 1,
            (long) rounds * cases.size(),
            "%s: %.3f s an epoch".formatted(one, median(times)));
      }
    }
    List<TrainResult> summary =
        measured.keySet().stream().map(one -> summarise(one, measured)).toList();
    results.write("train", summary, TrainPage.of(summary, rounds));
  }

  private EpochTimes measure(TrainCase one, String run) {
    VariantRunner runner = new VariantRunner(folder, jvmArgs());
    if (one.variant() == TrainVariant.H2O) {
      double seconds =
          H2oModel.secondsPerEpoch(
              one.task().shape(),
              one.task().rows(),
              one.task().batch(),
              one.task().peerEpochs(),
              run,
              runner);
      return new EpochTimes(List.of(seconds), 0);
    }
    Path input = folder.resolve(run + ".json");
    Path output = folder.resolve(run + ".result.json");
    try {
      JSON.writeValue(input.toFile(), one);
      runner.child(run, TrainProcess.class, List.of(input.toString(), output.toString()));
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

  private TrainResult summarise(TrainCase one, Map<TrainCase, List<EpochTimes>> measured) {
    List<EpochTimes> times = measured.get(one);
    List<EpochTimes> bareLoop = measured.get(one.by(TrainVariant.LIBTORCH));
    double gigaflops = bareLoop.stream().mapToDouble(EpochTimes::gigaflops).max().orElseThrow();
    Median seconds = Median.of(times.stream().map(TrainBench::median).toList());
    return new TrainResult(
        one.variant().label(),
        one.task().shape().label(),
        one.task().rows(),
        one.task().batch(),
        seconds.value(),
        seconds.spread(),
        ratio(times, bareLoop),
        ratio(times, measured.get(one.by(TrainVariant.RECONSTREAM))),
        one.task().flops() / gigaflops / 1e9,
        rounds);
  }

  private static double ratio(List<EpochTimes> times, List<EpochTimes> others) {
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < times.size(); round++) {
      ratios.add(median(times.get(round)) / median(others.get(round)));
    }
    return Median.of(ratios).value();
  }
}
