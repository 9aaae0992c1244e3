/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench;

import io.reconstream.bench.latency.LatencyBench;
import io.reconstream.bench.result.Scratch;
import io.reconstream.trainer.progress.Progress;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench latency}. */
@Command(
    name = "latency",
    description = "Event-to-alert latency beside pass-through, at 1 to 50,000 events/s.",
    mixinStandardHelpOptions = true)
final class LatencyCommand implements Callable<Integer> {
  /** More than the sender of events makes. */
  private static final int MOST_RATE = 1_000_000;

  @Spec private CommandSpec spec;

  @Mixin private BenchOptions options;

  @Option(
      names = "--rates",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,1000,10000,50000",
      description =
          "Events per second, each measured by itself, below 10 both variants at once (default:"
              + " ${DEFAULT-VALUE}).")
  private List<Double> rates;

  @Override
  public Integer call() {
    for (double rate : rates) {
      if (!(rate > 0 && rate <= MOST_RATE)) {
        throw new ParameterException(
            spec.commandLine(),
            "--rates has %s, expected above 0 and at most %,d".formatted(rate, MOST_RATE));
      }
    }
    try (Scratch scratch = Scratch.in(options.out, "latency");
        Progress progress = options.progress()) {
      new LatencyBench(scratch.folder(), options.rounds(), options.quick, rates, progress)
          .run(options.results());
    }
    return 0;
  }
}
