/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench;

import io.reconstream.connection.UsageError;
import io.reconstream.model.bundle.BundleException;
import io.reconstream.trainer.config.InvalidInputException;
import io.reconstream.trainer.train.TrainingException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code ./reconstream bench}. */
@Command(
    name = "reconstream bench",
    description = "Measures Reconstream beside its floor and its peers, in one run.",
    mixinStandardHelpOptions = true,
    subcommands = {
      StreamCommand.class,
      LatencyCommand.class,
      ScalingCommand.class,
      MemoryCommand.class,
      WindowsCommand.class,
      QualityCommand.class,
      TrainCommand.class,
      BudgetCommand.class,
      IncidentsCommand.class,
      VerdictsCommand.class,
      SoakCommand.class
    })
public final class BenchCommand {

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command line, ready to execute arguments. */
  static CommandLine commandLine() {
    return new CommandLine(new BenchCommand())
        .setExecutionStrategy(BenchCommand::run)
        .setParameterExceptionHandler(new UsageError())
        .setExecutionExceptionHandler(BenchCommand::report);
  }

  /** Runs a benchmark and says where its page is, which has the benchmark's name. */
  private static int run(ParseResult parsed) {
    int exit = new CommandLine.RunLast().execute(parsed);
    ParseResult bench = parsed.hasSubcommand() ? parsed.subcommand() : parsed;
    OptionSpec out = bench.commandSpec().findOption("--out");
    boolean ran = !bench.isUsageHelpRequested() && !bench.isVersionHelpRequested();
    if (out != null && ran) {
      Path folder = out.getValue();
      PrintWriter text = bench.commandSpec().commandLine().getOut();
      text.printf("page, with charts: %s%n", folder.resolve(bench.commandSpec().name() + ".html"));
      text.flush();
    }
    return exit;
  }

  private static int report(Exception failure, CommandLine line, ParseResult parsed)
      throws Exception {
    boolean told =
        failure instanceof InvalidInputException
            || failure instanceof BundleException
            || failure instanceof TrainingException;
    if (!told) {
      throw failure; // a fault of the program: picocli shows where it happened
    }
    failure.getMessage().lines().forEach(problem -> line.getErr().println("error: " + problem));
    return 1;
  }
}
