/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench;

import io.reconstream.bench.budget.BudgetBench;
import io.reconstream.bench.budget.BudgetPage;
import io.reconstream.bench.result.ResultFiles;
import io.reconstream.trainer.config.InvalidInputException;
import io.reconstream.trainer.progress.Console;
import io.reconstream.trainer.progress.Progress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
  @Spec private CommandSpec spec;

  @Option(
      names = "--seeds",
      description = "How many plants (default: ${DEFAULT-VALUE}).",
      defaultValue = "20")
  private int seeds;

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
      spec.commandLine().getErr().printf("error: --seeds is %d, expected at least 1%n", seeds);
      return 1;
    }
    try (Progress progress = Console.progress()) {
      BudgetBench bench =
          new BudgetBench(quick ? 2 : seeds, quick ? 5_000 : 50_000, overrides, progress);
      spec.commandLine().getOut().print(BudgetPage.text(bench.run(new ResultFiles(out))));
      spec.commandLine().getOut().flush();
      return 0;
    } catch (InvalidInputException e) {
      spec.commandLine().getErr().println("error: " + e.getMessage());
      return 1;
    }
  }
}
