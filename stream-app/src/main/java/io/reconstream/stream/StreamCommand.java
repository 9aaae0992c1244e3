/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream;

import io.reconstream.connection.UsageError;
import io.reconstream.model.bundle.BundleException;
import io.reconstream.stream.config.AppConfig;
import io.reconstream.stream.config.ConfigReference;
import io.reconstream.stream.config.ConfigSources;
import io.reconstream.stream.config.InvalidConfigException;
import io.reconstream.stream.runtime.Rights;
import io.reconstream.stream.runtime.StartException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.kafka.common.utils.Utils;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command line: {@code stream --config app.yaml}.
 *
 * <p>Exit codes: 0 stopped, 1 could not start, 2 bad command line or configuration, 3 a stream
 * thread failed.
 */
@Command(
    name = "reconstream stream",
    mixinStandardHelpOptions = true,
    description = "Scores the events of Kafka topics with a bundle and writes alerts.")
public final class StreamCommand implements Callable<Integer> {
  private static final int NOT_STARTED = 1;
  private static final int BAD_CONFIG = 2;

  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "YAML or .properties; environment variables override it.")
  private Path config;

  @Option(
      names = "--print-config",
      description = "List every key with its default and meaning, and end.")
  private boolean printConfig;

  @Option(
      names = "--print-rights",
      description =
          "List the rights that the configuration needs on a broker with ACLs, as arguments of"
              + " kafka-acls, and end.")
  private boolean printRights;

  @Option(names = "--debug", description = "Show stack traces.")
  private boolean debug;

  public static void main(String[] args) {
    // ours unless the user names another; a file named logback.xml would claim every class path
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "io/reconstream/stream/logback.xml");
    }
    System.exit(commandLine().execute(args));
  }

  /** The command line, ready to execute arguments. */
  public static CommandLine commandLine() {
    return new CommandLine(new StreamCommand()).setParameterExceptionHandler(new UsageError());
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (printConfig) {
      out.print(ConfigReference.text());
      out.flush();
      return 0;
    }
    if (config == null) {
      throw new ParameterException(
          spec.commandLine(),
          "--config FILE is missing; --print-config lists the keys it may have");
    }
    try {
      AppConfig settings = ConfigSources.load(config, System.getenv());
      if (printRights) {
        Rights.of(settings).all().forEach(right -> out.println(right.arguments()));
        out.flush();
        return 0;
      }
      return run(settings);
    } catch (InvalidConfigException e) {
      return failure(e.getMessage(), Utils.stackTrace(e), BAD_CONFIG);
    }
  }

  private int run(AppConfig settings) {
    try (StreamApp app = StreamApp.start(settings)) {
      Runtime.getRuntime().addShutdownHook(new Thread(app::close, "shutdown"));
      return app.awaitShutdown();
    } catch (BundleException | StartException e) {
      return failure(e.getMessage(), e, settings);
    } catch (RuntimeException e) {
      // not foreseen: its name says more than its message
      return failure("%s; --debug prints where it came from".formatted(e), e, settings);
    }
  }

  private int failure(String message, RuntimeException e, AppConfig settings) {
    return failure(settings.withoutSecrets(message), settings.withoutSecrets(e), NOT_STARTED);
  }

  /** Both texts are without secrets. */
  private int failure(String message, String stackTrace, int exitCode) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("error: " + message);
    if (debug) {
      err.print(stackTrace);
    }
    err.flush();
    return exitCode;
  }
}
