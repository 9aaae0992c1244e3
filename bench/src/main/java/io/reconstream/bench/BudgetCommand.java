/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench;

import io.reconstream.bench.budget.BudgetBench;
import io.reconstream.bench.budget.BudgetPage;
import io.reconstream.bench.result.ResultFiles;
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

/** {@code bench budget}. */
@Command(
    name = "budget",
    description =
        "Whether false-alarm budgets of 1 %% and 0.1 %% are kept on fresh normal rows of simulated"
            + " plants; see docs/quality.md.",
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class BudgetCommand implements Callable<Integer> {
  /** A fifth of them train. */
  private static final int LEAST_ROWS = 1000;

  /** Four times as many more are held in memory. */
  private static final int MOST_ROWS = 1_000_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--seeds",
      description = "How many plants (default: ${DEFAULT-VALUE}).",
      defaultValue = "20")
  private int seeds;

  @Option(
      names = "--rows",
      paramLabel = "N",
      description =
          "Rows that each plant is calibrated on (default: ${DEFAULT-VALUE}); alarms are counted on"
              + " four times as many.",
      defaultValue = "200000")
  private int rows;

  @Option(
      names = "--config",
      paramLabel = "KEY=VALUE",
      description =
          "A configuration key other than the default, such as model.type=linear; repeatable.")
  private Map<String, String> overrides = new LinkedHashMap<>();

  @Option(names = "--quick", description = "A smoke run: two plants, few rows.")
  private boolean quick;

  @Option(
      names = "--out",
      description = "Folder of the results (default: ${DEFAULT-VALUE}).",
      defaultValue = "target/bench")
  private Path out;

  @Override
  public Integer call() {
    if (seeds < 1) {
      throw new ParameterException(
          spec.commandLine(), "--seeds is %d, expected at least 1".formatted(seeds));
    }
    if (rows < LEAST_ROWS || rows > MOST_ROWS) {
      throw new ParameterException(
          spec.commandLine(),
          "--rows is %d, expected %d to %d".formatted(rows, LEAST_ROWS, MOST_ROWS));
    }
    try (Progress progress = Console.progress()) {
      BudgetBench bench =
          new BudgetBench(quick ? 2 : seeds, quick ? 5_000 : rows, overrides, progress);
      spec.commandLine().getOut().print(BudgetPage.text(bench.run(new ResultFiles(out, quick))));
      spec.commandLine().getOut().flush();
      return 0;
    }
  }
}
