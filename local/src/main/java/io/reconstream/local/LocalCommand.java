/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local;

import io.reconstream.connection.SettingsException;
import io.reconstream.connection.UsageError;
import io.reconstream.local.feed.FeedException;
import io.reconstream.local.process.LocalServiceException;
import io.reconstream.stream.config.InvalidConfigException;
import io.reconstream.stream.runtime.StartException;
import io.reconstream.trainer.config.InvalidInputException;
import java.io.UncheckedIOException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** The commands for a laptop. */
@Command(
    name = "reconstream",
    description = "Reconstream on one machine.",
    mixinStandardHelpOptions = true,
    subcommands = {
      DemoCommand.class,
      ServicesCommand.class,
      SimulateCommand.class,
      ReplayCommand.class,
      AlertsCommand.class,
      DeadLettersCommand.class
    })
public final class LocalCommand {
  /** What a user can mend: the message says all. */
  private static final List<Class<? extends Exception>> EXPLAINED =
      List.of(
          FeedException.class,
          SettingsException.class,
          LocalServiceException.class,
          InvalidConfigException.class,
          InvalidInputException.class,
          StartException.class,
          UncheckedIOException.class);

  @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show stack traces.")
  private boolean debug;

  private LocalCommand() {}

  public static void main(String[] args) {
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "io/reconstream/local/logback.xml");
    }
    System.exit(commandLine().execute(args));
  }

  /** Exit codes: 0 success, 1 failure, 2 wrong usage. */
  static CommandLine commandLine() {
    return new CommandLine(new LocalCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(new UsageError())
        .setExecutionExceptionHandler(LocalCommand::explain);
  }

  private static int explain(Exception error, CommandLine command, ParseResult parsed) {
    LocalCommand root = (LocalCommand) parsed.commandSpec().root().userObject();
    boolean explained = EXPLAINED.stream().anyMatch(type -> type.isInstance(error));
    command.getErr().println("error: " + (explained ? error.getMessage() : error));
    if (root.debug) {
      error.printStackTrace(command.getErr());
    } else if (!explained) {
      command.getErr().println("--debug prints where it came from");
    }
    return 1;
  }
}
