/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream;

import io.reconstream.model.bundle.BundleException;
import io.reconstream.stream.config.ConfigReference;
import io.reconstream.stream.config.ConfigSources;
import io.reconstream.stream.config.InvalidConfigException;
import io.reconstream.stream.runtime.StartException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
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
    name = "stream",
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

  @Option(names = "--debug", description = "Show stack traces.")
  private boolean debug;

  public static void main(String[] args) {
    // ours unless the user names another; a file named logback.xml would claim every class path
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "io/reconstream/stream/logback.xml");
    }
    System.exit(new CommandLine(new StreamCommand()).execute(args));
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
    try (StreamApp app = StreamApp.start(ConfigSources.load(config, System.getenv()))) {
      Runtime.getRuntime().addShutdownHook(new Thread(app::close, "shutdown"));
      return app.awaitShutdown();
    } catch (InvalidConfigException e) {
      return failure(e, BAD_CONFIG);
    } catch (BundleException | StartException e) {
      return failure(e, NOT_STARTED);
    } catch (RuntimeException e) {
      // not foreseen: its name says more than its message
      return failure(
          new StartException("%s; --debug prints where it came from".formatted(e), e), NOT_STARTED);
    }
  }

  private int failure(RuntimeException e, int exitCode) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("error: " + e.getMessage());
    if (debug) {
      e.printStackTrace(err);
    }
    err.flush();
    return exitCode;
  }
}
