/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench;

import io.reconstream.connection.UsageError;
import io.reconstream.model.bundle.BundleException;
import io.reconstream.trainer.config.InvalidInputException;
import io.reconstream.trainer.train.TrainingException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
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
        .setParameterExceptionHandler(new UsageError())
        .setExecutionExceptionHandler(BenchCommand::report);
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
