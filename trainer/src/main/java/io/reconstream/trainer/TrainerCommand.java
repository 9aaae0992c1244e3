/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer;

import io.reconstream.connection.UsageError;
import io.reconstream.model.bundle.BundleException;
import io.reconstream.model.bundle.KeyFileException;
import io.reconstream.model.scoring.ScoringException;
import io.reconstream.trainer.config.InvalidInputException;
import io.reconstream.trainer.train.TrainingException;
import io.reconstream.trainer.train.TrainingInterruptedException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** The command line of the trainer. Exit codes: 0 done, 1 failed, 2 wrong usage. */
@Command(
    name = "reconstream",
    description = "Learns what is normal from files and seals it into a bundle.",
    mixinStandardHelpOptions = true,
    versionProvider = TrainerCommand.Version.class,
    scope = ScopeType.INHERIT,
    subcommands = {
      TrainCommand.class,
      TuneCommand.class,
      EvaluateCommand.class,
      InspectCommand.class,
      SignCommand.class,
      ImportCommand.class,
      EncodeCommand.class,
      ReconstructCommand.class,
      DenoiseCommand.class,
      GenerateCommand.class
    })
public final class TrainerCommand {

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of a failure.")
  private boolean debug;

  public static void main(String[] arguments) {
    // before the first logger is made; a file that the user names wins
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "io/reconstream/trainer/logback.xml");
    }
    System.exit(run(arguments));
  }

  private static int run(String... arguments) {
    try {
      return commandLine().execute(arguments);
    } catch (OutOfMemoryError e) {
      System.err.printf(
          "error: %d MiB of memory are not enough: %s; JAVA_OPTS=-Xmx4g gives more%n",
          Runtime.getRuntime().maxMemory() >> 20, e.getMessage());
      return 1;
    }
  }

  /** The command line, ready to execute arguments. */
  public static CommandLine commandLine() {
    TrainerCommand command = new TrainerCommand();
    return new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(new UsageError())
        .setExecutionExceptionHandler(command::report);
  }

  private int report(Exception failure, CommandLine line, ParseResult parsed) {
    PrintWriter err = line.getErr();
    boolean told =
        failure instanceof InvalidInputException
            || failure instanceof BundleException
            || failure instanceof KeyFileException
            || failure instanceof TrainingException
            || failure instanceof TrainingInterruptedException
            || failure instanceof ScoringException
            || failure instanceof UncheckedIOException;
    if (told) {
      failure.getMessage().lines().forEach(problem -> err.println("error: " + problem));
    } else {
      err.println("error: this is a fault of the program: " + failure);
    }
    if (debug) {
      failure.printStackTrace(err);
    } else if (!told) {
      err.println("--debug shows where it happened");
    }
    return 1;
  }

  /** The version as the build wrote it down. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"reconstream " + Versions.all().get("reconstream")};
    }
  }
}
