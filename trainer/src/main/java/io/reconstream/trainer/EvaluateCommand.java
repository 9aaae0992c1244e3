/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer;

import io.reconstream.model.bundle.Bundle;
import io.reconstream.trainer.config.DataConfig;
import io.reconstream.trainer.config.InvalidInputException;
import io.reconstream.trainer.config.TrainingConfigReader;
import io.reconstream.trainer.progress.Console;
import io.reconstream.trainer.progress.Progress;
import io.reconstream.trainer.report.EvaluationReport;
import io.reconstream.trainer.report.ReportJson;
import io.reconstream.trainer.report.ReportText;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code evaluate}: scores files with a bundle. */
@Command(
    name = "evaluate",
    description = "Score files with a bundle; with labels, measure how well it tells anomalies.",
    sortOptions = false)
final class EvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--bundle", required = true, paramLabel = "FILE", description = "The bundle.")
  private Path bundle;

  @Option(
      names = "--data",
      required = true,
      arity = "1..*",
      paramLabel = "FILE",
      description = "Files or globs to score.")
  private List<String> data;

  @Option(
      names = "--key",
      paramLabel = "COLUMN",
      description = "The column that tells series apart; without one each file is one series.")
  private String key;

  @Option(
      names = "--label",
      paramLabel = "COLUMN",
      description = "The column that tells anomalies; without one only alarms are counted.")
  private String label;

  @Option(
      names = "--where",
      paramLabel = "COLUMN=VALUE",
      description = "Score only rows with this value; repeatable.")
  private Map<String, String> where = new LinkedHashMap<>();

  @Option(
      names = "--series",
      description =
          "Each file is one series in order: measure the volumes under the surfaces, too.")
  private boolean series;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description =
          "Where the figures go as JSON; default: NAME.evaluation.json beside the bundle.")
  private Path json;

  @Override
  public Integer call() {
    Bundle read = Bundle.read(bundle);
    try (Progress progress = Console.progress()) {
      EvaluationReport report = EvaluationRun.run(read, dataConfig(read), series, progress);
      progress.close();
      ReportJson.write(report, json == null ? Outputs.beside(bundle, ".evaluation.json") : json);
      spec.commandLine().getOut().print(ReportText.of(report));
      spec.commandLine().getOut().flush();
    }
    return 0;
  }

  private DataConfig dataConfig(Bundle read) {
    return DataConfig.scored(data, key, label, where, missing(read));
  }

  /** Files to score spell "no value" as those that trained did, where the bundle is ours. */
  private static List<String> missing(Bundle bundle) {
    try {
      String yaml = bundle.metadata().provenance().configuration();
      return TrainingConfigReader.parse(yaml, bundle.origin(), Map.of()).data().missing();
    } catch (InvalidInputException e) {
      return TrainingConfigReader.MISSING;
    }
  }
}
