/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.windows;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.reconstream.bench.result.Median;
import io.reconstream.bench.result.ResultFiles;
import io.reconstream.bench.variant.Measurement;
import io.reconstream.bench.variant.VariantName;
import io.reconstream.bench.variant.VariantRunner;
import io.reconstream.bench.variant.VariantSettings;
import io.reconstream.bench.workload.BenchModel;
import io.reconstream.bench.workload.BenchServices;
import io.reconstream.bench.workload.BenchTopic;
import io.reconstream.bench.workload.WindowShape;
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
 * Measures windows of a convolutional network: every case once per round, then what their state
 * weighs and how long it takes to come back.
 *
 * @param folder for everything that is written while it runs
 * @param rounds how often each case is measured
 * @param quick a smoke run: few events and keys, no figures to quote
 * @param progress what is going on
 */
public record WindowsBench(Path folder, int rounds, boolean quick, Progress progress) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final WindowShape SHAPE = WindowShape.DEFAULT;
  private static final int KEY_BYTES = 8;

  /** Enough for the pass-through, of which the warm-up leaves what is measured. */
  private static final long EVENTS = 12_000_000;

  /** Holds the windows of 100,000 keys. */
  private static final List<String> HEAP = List.of("-Xmx1g");

  /** How long a variant runs before it counts, and while. */
  private record Seconds(double warmUp, double measured) {
    /** Until all is processed. */
    static final Seconds NONE = new Seconds(0, 0);

    /** The compiler takes a third of the machine for a quarter of a minute at least. */
    static final Seconds MEASURED = new Seconds(16, 8);
  }

  /** What all runs share. */
  private record Ground(BenchServices services, Path bundle, Map<Integer, BenchTopic> topics) {

    /** Any where the case reads none. */
    BenchTopic topic(WindowsCase one) {
      return one.keys() == 0 ? topics.values().iterator().next() : topics.get(one.keys());
    }
  }

  /** Runs all and writes {@code windows.json} and {@code windows.html}. */
  public WindowsReport run(ResultFiles results) {
    Map<WindowsCase, List<Measurement>> measured = new LinkedHashMap<>();
    RestoreResult restore;
    try (BenchServices services = BenchServices.start(folder.resolve("services"))) {
      progress.stage("prepare " + SHAPE.label());
      Path models = folder.resolve("models");
      Ground ground =
          new Ground(services, BenchModel.bundle(SHAPE, models, progress), new LinkedHashMap<>());
      for (int keys : keys()) {
        BenchTopic topic = new BenchTopic("windows-" + keys, 1, few(EVENTS), keys);
        services.fill(topic, SHAPE.features(), SHAPE.features());
        ground.topics().put(keys, topic);
      }
      VariantRunner runner = new VariantRunner(folder.resolve("runs"), HEAP);
      measure(ground, runner, measured);
      restore = restore(ground, runner);
    }
    WindowsReport report =
        new WindowsReport(SHAPE.label(), SHAPE.multiplyAdds(), summary(measured), restore);
    results.write("windows", List.of(report), WindowsPage.of(report));
    return report;
  }

  private List<Integer> keys() {
    return quick ? List.of(100) : List.of(1, 1_000, 100_000);
  }

  /** So many events, but for a smoke run. */
  private long few(long events) {
    return quick ? 20_000 : events;
  }

  private int mostKeys() {
    return keys().get(keys().size() - 1);
  }

  private List<WindowsCase> cases() {
    List<WindowsCase> cases = new ArrayList<>();
    cases.add(new WindowsCase(VariantName.ONNX_RUNTIME, 0));
    for (int keys : keys()) {
      cases.add(new WindowsCase(VariantName.PASSTHROUGH, keys));
      cases.add(new WindowsCase(VariantName.RECONSTREAM, keys));
    }
    return cases;
  }

  private void measure(
      Ground ground, VariantRunner runner, Map<WindowsCase, List<Measurement>> measured) {
    progress.stage("measure");
    List<WindowsCase> cases = cases();
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < cases.size(); i++) {
        WindowsCase one = cases.get(i);
        VariantSettings settings = settings(ground, one, "windows-run-%d-%d".formatted(round, i));
        Measurement measurement = runner.run(settings);
        measured.computeIfAbsent(one, ignored -> new ArrayList<>()).add(measurement);
        progress.step(
            (long) round * cases.size() + i + 1,
            (long) rounds * cases.size(),
            "%s: %,.0f events/s".formatted(one, measurement.eventsPerSecond()));
      }
    }
  }

  private VariantSettings settings(Ground ground, WindowsCase one, String run) {
    Seconds seconds = quick ? new Seconds(0, 1) : Seconds.MEASURED;
    return settings(ground, one, run, seconds, ground.bundle(), ground.topic(one));
  }

  private static VariantSettings settings(
      Ground ground, WindowsCase one, String run, Seconds seconds, Path bundle, BenchTopic topic) {
    long events =
        one.variant() == VariantName.ONNX_RUNTIME
            ? Integer.MAX_VALUE // rows at hand have no end
            : topic.events();
    return new VariantSettings(
        one.variant(),
        ground.services().bootstrapServers(),
        ground.services().registryUrl(),
        topic.name(),
        events,
        SHAPE.features(),
        SHAPE.features(),
        bundle.toString(),
        "",
        "at_least_once",
        false,
        1,
        VariantSettings.BATCH_ROWS,
        run,
        seconds.warmUp(),
        seconds.measured(),
        one.keys());
  }

  /** Fills the windows of all keys, then starts an instance that has nothing but the broker. */
  private RestoreResult restore(Ground ground, VariantRunner runner) {
    int keys = mostKeys();
    progress.stage("restore the windows of %,d keys".formatted(keys));
    String run = "windows-restore";
    WindowsCase one = new WindowsCase(VariantName.RECONSTREAM, keys);
    long rows = few((long) keys * SHAPE.length());
    BenchTopic topic = new BenchTopic("windows-to-restore", 1, rows, keys);
    ground.services().fill(topic, SHAPE.features(), SHAPE.features());
    outcome(runner, "first", settings(ground, one, run, Seconds.NONE, ground.bundle(), topic));
    Changelog changelog =
        Changelog.of(ground.services().bootstrapServers(), run + "-windows-changelog");
    progress.note(
        "%,d records of %.0f bytes in the changelog"
            .formatted(changelog.records(), changelog.bytesPerRecord()));
    BenchTopic more = new BenchTopic(topic.name(), 1, keys, keys);
    ground.services().fill(more, SHAPE.features(), SHAPE.features());
    RestoreProcess.Outcome second =
        outcome(
            runner,
            "second",
            settings(ground, one, run, Seconds.NONE, elsewhere(ground.bundle()), more));
    return new RestoreResult(
        keys,
        changelog.records(),
        changelog.bytesPerRecord(),
        KEY_BYTES + SHAPE.features() * Float.BYTES,
        changelog.logBytesPerRecord(),
        second.secondsToRunning(),
        second.notReady());
  }

  private RestoreProcess.Outcome outcome(
      VariantRunner runner, String name, VariantSettings settings) {
    Path input = folder.resolve(name + "-instance.json");
    Path output = folder.resolve(name + "-instance.result.json");
    try {
      JSON.writeValue(input.toFile(), settings);
      runner.child(
          name + "-instance", RestoreProcess.class, List.of(input.toString(), output.toString()));
      return JSON.readValue(output.toFile(), RestoreProcess.Outcome.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same bundle in a folder where no state lies beside it. */
  private Path elsewhere(Path bundle) {
    try {
      Path other = Files.createDirectories(folder.resolve("elsewhere"));
      return Files.copy(bundle, other.resolve(bundle.getFileName()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<WindowsResult> summary(Map<WindowsCase, List<Measurement>> measured) {
    List<Measurement> model = measured.get(new WindowsCase(VariantName.ONNX_RUNTIME, 0));
    return measured.keySet().stream()
        .map(
            one -> {
              List<Measurement> runs = measured.get(one);
              Median rate = Median.of(runs.stream().map(Measurement::eventsPerSecond).toList());
              return new WindowsResult(
                  one.variant().label(),
                  one.keys(),
                  rate.value(),
                  rate.spread(),
                  Median.of(runs.stream().map(Measurement::threadMicroseconds).toList()).value(),
                  ratio(runs, model),
                  ratio(runs, measured.get(new WindowsCase(VariantName.PASSTHROUGH, one.keys()))),
                  1 / ratio(runs, measured.get(new WindowsCase(one.variant(), 1))),
                  runs.size());
            })
        .toList();
  }

  /** The median over the rounds of events per second over those of a floor; NaN without one. */
  private static double ratio(List<Measurement> runs, List<Measurement> floor) {
    if (floor == null) {
      return Double.NaN;
    }
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      ratios.add(runs.get(i).eventsPerSecond() / floor.get(i).eventsPerSecond());
    }
    return Median.of(ratios).value();
  }
}
