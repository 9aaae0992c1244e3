/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.latency;

import io.reconstream.bench.result.ResultFiles;
import io.reconstream.bench.variant.VariantName;
import io.reconstream.bench.workload.BenchModel;
import io.reconstream.bench.workload.BenchServices;
import io.reconstream.bench.workload.NetworkShape;
import io.reconstream.trainer.progress.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * Measures event-to-alert latency of the product beside the pass-through, at several rates, all
 * cases once per round. Where events are rare both run at the same time and have their events in
 * turn: a machine that is slower for a minute is so for both.
 *
 * <p>Both variants run before it counts, with tens of thousands of alerts, so that little is left
 * to be compiled, of what makes an alert too.
 *
 * @param folder for everything that is written while it runs
 * @param rounds how often each case is measured
 * @param quick a smoke run: few events, no figures to quote
 * @param rates in events per second
 * @param progress what is going on
 */
public record LatencyBench(
    Path folder, int rounds, boolean quick, List<Double> rates, Progress progress) {

  /** Runs all and writes {@code latency.json} and {@code latency.html}. */
  public void run(ResultFiles results) {
    Map<LatencyCase, Histogram> measured = new LinkedHashMap<>();
    List<List<LatencyCase>> groups = groups();
    try (BenchServices services = BenchServices.start(folder)) {
      progress.stage("prepare");
      Path bundle = BenchModel.bundle(NetworkShape.SMALL, folder.resolve("models"), progress);
      progress.stage("measure");
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < groups.size(); i++) {
          Map<LatencyCase, Histogram> nanos =
              measure(groups.get(i), round, "latency-%d-%d".formatted(round, i), bundle, services);
          nanos.forEach(
              (one, histogram) ->
                  measured.computeIfAbsent(one, ignored -> new Histogram(3)).add(histogram));
          progress.step(
              (long) round * groups.size() + i + 1, (long) rounds * groups.size(), summary(nanos));
        }
      }
    }
    List<LatencyResult> summary =
        measured.entrySet().stream()
            .map(entry -> LatencyResult.of(entry.getKey(), entry.getValue()))
            .toList();
    results.write("latency", summary, LatencyPage.of(summary, rounds));
  }

  /** Measures cases at the same time; who begins changes from round to round. */
  private Map<LatencyCase, Histogram> measure(
      List<LatencyCase> group, int round, String name, Path bundle, BenchServices services) {
    List<LatencyCase> cases = new ArrayList<>(group);
    Collections.rotate(cases, round);
    List<LatencyRun> runs = new ArrayList<>();
    try {
      for (LatencyCase one : cases) {
        runs.add(
            new LatencyRun(
                one, name + "-" + one.variant().label(), bundle, folder.resolve("runs"), services));
      }
      atOnce(runs, i -> cases.get(i).anomalies(quick, i, runs.size()));
      atOnce(runs, i -> cases.get(i).rehearsal(quick, i, runs.size()));
      List<Histogram> measured =
          atOnce(
              runs, i -> cases.get(i).feed(quick, i, runs.size(), 1_000_000L * (round * 2L + i)));
      Map<LatencyCase, Histogram> nanos = new LinkedHashMap<>();
      for (LatencyCase one : group) {
        nanos.put(one, measured.get(cases.indexOf(one)));
      }
      return nanos;
    } finally {
      runs.forEach(LatencyRun::close);
    }
  }

  /** Each run with a feed of its own, all from the same moment on. */
  private static List<Histogram> atOnce(List<LatencyRun> runs, IntFunction<Feed> feeds) {
    long begin = System.nanoTime() + 100_000_000L;
    List<CompletableFuture<Histogram>> all = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      all.add(runs.get(i).measure(feeds.apply(i), begin));
    }
    return all.stream().map(CompletableFuture::join).toList();
  }

  private static String summary(Map<LatencyCase, Histogram> nanos) {
    return nanos.entrySet().stream()
        .map(
            entry ->
                "%s at %,.0f/s: p50 %.2f, p99 %.2f ms"
                    .formatted(
                        entry.getKey().variant().label(),
                        entry.getKey().perSecond(),
                        entry.getValue().getValueAtPercentile(50) / 1e6,
                        entry.getValue().getValueAtPercentile(99) / 1e6))
        .collect(Collectors.joining("; "));
  }

  /** Both variants at once where events are rare, one after the other where they are many. */
  private List<List<LatencyCase>> groups() {
    List<List<LatencyCase>> groups = new ArrayList<>();
    for (double perSecond : quick ? List.of(5.0, 1_000.0) : rates) {
      List<LatencyCase> both =
          Stream.of(VariantName.PASSTHROUGH, VariantName.RECONSTREAM)
              .map(variant -> new LatencyCase(variant, "at_least_once", perSecond))
              .toList();
      if (both.get(0).isRare()) {
        groups.add(both);
      } else {
        both.forEach(one -> groups.add(List.of(one)));
      }
    }
    return groups;
  }
}
