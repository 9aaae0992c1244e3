/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench;

import io.reconstream.bench.result.ResultFiles;
import io.reconstream.bench.result.Scratch;
import io.reconstream.bench.verdicts.VerdictsBench;
import io.reconstream.bench.verdicts.VerdictsPage;
import io.reconstream.trainer.progress.Console;
import io.reconstream.trainer.progress.Progress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench verdicts}. */
@Command(
    name = "verdicts",
    description =
        "Whether alerts of simulated pumps name the broken sensor, how late they are, and whether"
            + " the budget of alerts is kept on normal days; see docs/quality.md.",
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class VerdictsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--seed",
      description = "Of the plant (default: ${DEFAULT-VALUE}).",
      defaultValue = "1")
  private long seed;

  @Option(
      names = "--alerts-per-day",
      paramLabel = "N",
      description = "The budget of each pump (default: ${DEFAULT-VALUE}).",
      defaultValue = "1")
  private double alertsPerDay;

  @Option(
      names = "--pumps",
      description = "How many pumps, at least 2 (default: ${DEFAULT-VALUE}).",
      defaultValue = "100")
  private int pumps;

  @Option(
      names = "--hours",
      description = "Hours with faults, at least 1 (default: ${DEFAULT-VALUE}).",
      defaultValue = "6")
  private int hours;

  @Option(
      names = "--days",
      description = "Normal days, at least 1 (default: ${DEFAULT-VALUE}).",
      defaultValue = "20")
  private int days;

  @Option(
      names = "--config",
      paramLabel = "KEY=VALUE",
      description =
          "A training key other than the pump demo's, such as model.type=linear; repeatable.")
  private Map<String, String> overrides = new LinkedHashMap<>();

  @Option(names = "--quick", description = "A smoke run: few pumps, hours and days.")
  private boolean quick;

  @Option(
      names = "--out",
      description = "Folder of results and of everything a run needs (default: ${DEFAULT-VALUE}).",
      defaultValue = "target/bench")
  private Path out;

  @Override
  public Integer call() {
    if (pumps < 2 || hours < 1 || days < 1 || !(alertsPerDay > 0)) {
      throw new ParameterException(
          spec.commandLine(),
          "--pumps %d, --hours %d, --days %d, --alerts-per-day %s; expected at least 2, 1 and 1, and above 0"
              .formatted(pumps, hours, days, alertsPerDay));
    }
    try (Scratch scratch = Scratch.in(out, "verdicts");
        Progress progress = Console.progress()) {
      VerdictsBench bench =
          new VerdictsBench(
              scratch.folder(),
              quick ? VerdictsBench.Size.QUICK : new VerdictsBench.Size(pumps, hours, days),
              seed,
              alertsPerDay,
              overrides,
              progress);
      spec.commandLine().getOut().print(VerdictsPage.text(bench.run(new ResultFiles(out, quick))));
      spec.commandLine().getOut().flush();
      return 0;
    }
  }
}
