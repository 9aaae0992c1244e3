/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.chaos;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.reconstream.connection.UsageError;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code ./reconstream chaos}.
 *
 * <p>Exit codes: 0 every round holds, 1 one does not, 2 wrong usage.
 */
@Command(
    name = "reconstream chaos",
    description =
        "Kills app, broker and registry while events flow, and holds what the app wrote against"
            + " what it writes undisturbed.",
    mixinStandardHelpOptions = true)
public final class ChaosCommand implements Callable<Integer> {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  @Spec private CommandSpec spec;

  @Option(
      names = "--rounds",
      description = "How often (default: ${DEFAULT-VALUE}).",
      defaultValue = "1")
  private int rounds;

  @Option(
      names = "--events",
      description = "Events of a round (default: ${DEFAULT-VALUE}).",
      defaultValue = "200000")
  private int events;

  @Option(
      names = "--rate",
      description = "Events fed a second (default: ${DEFAULT-VALUE}).",
      defaultValue = "10000")
  private int rate;

  @Option(
      names = "--instances",
      description = "Processes of each app (default: ${DEFAULT-VALUE}).",
      defaultValue = "2")
  private int instances;

  @Option(
      names = "--guarantee",
      split = ",",
      description = "${COMPLETION-CANDIDATES}; several with commas (default: all).")
  private List<Guarantee> guarantees = Arrays.asList(Guarantee.values());

  @Option(
      names = "--layout",
      split = ",",
      description =
          "What the bundles score, ${COMPLETION-CANDIDATES}; several with commas (default: all).")
  private List<Layout> layouts = Arrays.asList(Layout.values());

  @Option(
      names = "--seed",
      description =
          "Of the first round's faults, each further round has the next (default: the clock)."
              + " A round's seed with --rounds 1 repeats its faults.")
  private Long seed;

  @Option(
      names = "--out",
      description = "Folder of chaos.json and of all that a run needs (default: ${DEFAULT-VALUE}).",
      defaultValue = "target/chaos")
  private Path out;

  public static void main(String[] args) {
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "io/reconstream/local/logback.xml");
    }
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new ChaosCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(new UsageError());
  }

  @Override
  public Integer call() throws Exception {
    requirePositive("--rounds", rounds);
    requirePositive("--events", events);
    requirePositive("--rate", rate);
    requirePositive("--instances", instances);
    long first = seed == null ? System.currentTimeMillis() : seed;
    ChaosPlan plan =
        new ChaosPlan(rounds, events, rate, instances, first, Trial.of(layouts, guarantees));
    PrintWriter text = spec.commandLine().getOut();
    text.println("seed " + first);
    text.println(RoundResult.HEADER);
    text.flush();
    Files.createDirectories(out);
    Path work = Files.createTempDirectory(out, "run-");
    List<RoundResult> results = new ArrayList<>();
    new Chaos(work, plan)
        .run(
            result -> {
              results.add(result);
              text.println(result.line());
              result.examples().forEach(example -> text.println("       " + example));
              text.flush();
              write(results);
            });
    boolean holds = results.stream().allMatch(RoundResult::holds);
    if (holds) {
      Chaos.delete(work);
    } else {
      text.println("logs and states of what does not hold are in " + work);
    }
    text.flush();
    return holds ? 0 : 1;
  }

  private void write(List<RoundResult> results) {
    try {
      JSON.writeValue(out.resolve("chaos.json").toFile(), results);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write results to " + out, e);
    }
  }

  private void requirePositive(String option, int value) {
    if (value < 1) {
      throw new ParameterException(
          spec.commandLine(), "%s is %d, expected at least 1".formatted(option, value));
    }
  }
}
