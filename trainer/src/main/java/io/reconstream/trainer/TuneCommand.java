/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.reconstream.model.bundle.WholeFile;
import io.reconstream.trainer.config.TrainingConfig;
import io.reconstream.trainer.config.TrainingConfigReader;
import io.reconstream.trainer.progress.Console;
import io.reconstream.trainer.progress.Progress;
import io.reconstream.trainer.report.TrialTable;
import io.reconstream.trainer.tune.Trial;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tune}: which size of a model. */
@Command(
    name = "tune",
    description = {
      "Train a configuration in several sizes (layers, latent, learning rate, window: what its"
          + " model has) and write the one to use.",
      "It is the smallest whose held-out reconstruction error is within one standard error of the"
          + " least. Labels are never used. Ctrl-C keeps the best so far."
    },
    sortOptions = false)
final class TuneCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "YAML as for train; the first trial is this configuration.")
  private Path config;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The chosen configuration, such as best.yaml; written anew after each trial.")
  private Path out;

  @Option(
      names = "--data",
      arity = "1..*",
      paramLabel = "FILE",
      description = "Files or globs to use instead of the configuration's data.files.")
  private List<String> data;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A configuration key to replace, such as training.epochs=20; repeatable.")
  private Map<String, String> overrides = new LinkedHashMap<>();

  @Option(
      names = "--trials",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many at most; ${DEFAULT-VALUE} if not given.")
  private int trials;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "10",
      description = "When to stop; ${DEFAULT-VALUE} if not given.")
  private double minutes;

  @Override
  public Integer call() throws Exception {
    if (trials < 1) {
      throw new ParameterException(
          spec.commandLine(), "--trials is %d, expected 1 or more".formatted(trials));
    }
    if (!(minutes > 0)) {
      throw new ParameterException(
          spec.commandLine(), "--minutes is %s, expected more than 0".formatted(minutes));
    }
    Outputs.check("--out", out, "best.yaml");
    Map<String, String> replaced = new LinkedHashMap<>(overrides);
    if (data != null) {
      replaced.put("data.files", new JsonMapper().writeValueAsString(data));
    }
    TrainingConfig base = TrainingConfigReader.read(config, replaced);
    try (Progress progress = Console.progress()) {
      List<Trial> done =
          TuneRun.run(
              base, trials, Duration.ofMillis((long) (minutes * 60_000)), this::keep, progress);
      progress.close();
      spec.commandLine().getOut().print(TrialTable.of(rows(done)));
      spec.commandLine().getOut().printf("%n%s has the chosen configuration%n", out);
      spec.commandLine().getOut().flush();
    }
    return 0;
  }

  private static List<TrialTable.Row> rows(List<Trial> done) {
    Trial chosen = Trial.choose(done);
    return done.stream()
        .map(
            trial ->
                new TrialTable.Row(
                    trial.changes().toString(),
                    trial.error().mean(),
                    trial.error().standardError(),
                    trial.multiplyAdds(),
                    trial.latentWidth(),
                    trial.seconds(),
                    trial.equals(chosen)))
        .toList();
  }

  /** Whatever happens from now on, the best so far is there. */
  private void keep(List<Trial> done) {
    TrainingConfig chosen = Trial.choose(done).config();
    String yaml = chosen.withFiles(readable(chosen.data().files())).toYaml();
    try {
      WholeFile.write(out, draft -> Files.writeString(draft, yaml));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "'%s' cannot be written: %s".formatted(out, WholeFile.reason(e)), e);
    }
  }

  /** Files that a configuration names are relative to its folder. */
  private List<String> readable(List<String> files) {
    Path here = Path.of("").toAbsolutePath();
    return here.equals(out.toAbsolutePath().getParent())
        ? files
        // globs are no paths everywhere, so they are joined as text
        : files.stream().map(name -> name.startsWith("/") ? name : here + "/" + name).toList();
  }
}
