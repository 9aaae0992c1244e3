/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench;

import io.reconstream.bench.result.ResultFiles;
import io.reconstream.bench.result.Scratch;
import io.reconstream.bench.soak.SoakBench;
import io.reconstream.bench.soak.SoakPlan;
import io.reconstream.trainer.progress.Console;
import io.reconstream.trainer.progress.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code bench soak}.
 *
 * <p>Exit codes: 0 complete and flat, 1 not, 2 wrong usage.
 */
@Command(
    name = "soak",
    description =
        "Feeds half of the product's capacity for long, starts its process again and again, and"
            + " looks for events lost or doubled and for growing memory and handles. Needs Linux.",
    mixinStandardHelpOptions = true)
final class SoakCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--minutes",
      description = "How long events are fed (default: ${DEFAULT-VALUE}).",
      defaultValue = "60")
  private double minutes;

  @Option(
      names = "--restart-minutes",
      description =
          "Between two ends of the process, by SIGTERM and kill -9 in turn (default:"
              + " ${DEFAULT-VALUE}).",
      defaultValue = "5")
  private double restartMinutes;

  @Option(names = "--quick", description = "A smoke run of seconds, no figures to quote.")
  private boolean quick;

  @Option(
      names = "--out",
      description = "Folder of results and of everything a run needs (default: ${DEFAULT-VALUE}).",
      defaultValue = "target/bench")
  private Path out;

  @Override
  public Integer call() throws Exception {
    SoakPlan plan =
        quick
            ? SoakPlan.quick()
            : SoakPlan.of(
                positive("--minutes", minutes), positive("--restart-minutes", restartMinutes));
    try (Scratch scratch = Scratch.in(out, "soak");
        Progress progress = Console.progress()) {
      boolean holds =
          new SoakBench(scratch.folder(), plan, progress).run(new ResultFiles(out, quick));
      return holds || quick ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
  }

  private Duration positive(String option, double value) {
    if (!(value > 0)) {
      throw new ParameterException(
          spec.commandLine(), "%s is %s, expected a number above 0".formatted(option, value));
    }
    return Duration.ofMillis((long) (value * 60_000));
  }
}
