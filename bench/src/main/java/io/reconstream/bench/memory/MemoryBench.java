/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.memory;

import io.reconstream.bench.result.ResultFiles;
import io.reconstream.bench.variant.Measurement;
import io.reconstream.bench.variant.VariantName;
import io.reconstream.bench.variant.VariantRunner;
import io.reconstream.bench.variant.VariantSettings;
import io.reconstream.bench.workload.BenchModel;
import io.reconstream.bench.workload.BenchServices;
import io.reconstream.bench.workload.BenchTopic;
import io.reconstream.bench.workload.NetworkShape;
import io.reconstream.local.process.ChildJvm;
import io.reconstream.trainer.progress.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Streams many events through the product in a small heap and watches what it holds. */
public record MemoryBench(Path folder, int rounds, boolean quick, Progress progress) {
  private static final NetworkShape SHAPE = NetworkShape.SMALL;
  private static final String HEAP = "-Xmx256m";

  /** Runs all and writes {@code memory.json} and {@code memory.html}. */
  public List<MemoryResult> run(ResultFiles results) {
    long events = quick ? 200_000 : 10_000_000;
    List<MemoryResult> measured = new ArrayList<>();
    try (BenchServices services = BenchServices.start(folder)) {
      progress.stage("prepare");
      Path bundle = BenchModel.bundle(SHAPE, folder.resolve("models"), progress);
      BenchTopic topic = new BenchTopic("events", 1, events);
      services.fill(topic, SHAPE.features(), SHAPE.features());
      progress.stage("measure");
      VariantRunner runner = new VariantRunner(folder.resolve("runs"), jvmArgs());
      for (int round = 0; round < rounds; round++) {
        Measurement run = runner.run(settings(services, topic, bundle, "memory-" + round));
        measured.add(MemoryResult.of(round, run));
        progress.step(
            round + 1L,
            rounds,
            "%,.0f events/s, RSS %,.0f MB"
                .formatted(run.eventsPerSecond(), run.residentMegabytes()));
      }
    }
    results.write("memory", measured, MemoryPage.of(measured, events, HEAP));
    return measured;
  }

  /** With the launcher's archive of classes and natives: the product has them when it starts. */
  private static List<String> jvmArgs() {
    List<String> args = new ArrayList<>(ChildJvm.ownQuickStart());
    args.add(HEAP);
    return args;
  }

  private static VariantSettings settings(
      BenchServices services, BenchTopic topic, Path bundle, String run) {
    return new VariantSettings(
        VariantName.RECONSTREAM,
        services.bootstrapServers(),
        services.registryUrl(),
        topic.name(),
        topic.events(),
        SHAPE.features(),
        SHAPE.features(),
        bundle.toString(),
        "",
        "at_least_once",
        false,
        1,
        VariantSettings.BATCH_ROWS,
        run,
        0,
        Double.MAX_VALUE);
  }
}
