/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer;

import io.reconstream.model.bundle.Bundle;
import io.reconstream.trainer.progress.Console;
import io.reconstream.trainer.progress.Progress;
import io.reconstream.trainer.report.EvaluationReport;
import io.reconstream.trainer.report.ReportJson;
import io.reconstream.trainer.report.ReportText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private ScoredFiles files;

  @Option(
      names = "--label",
      paramLabel = "COLUMN",
      description = "The column that tells anomalies; without one only alarms are counted.")
  private String label;

  @Option(
      names = "--series",
      description =
          "Each file is one series in order: measure the volumes under the surfaces, too.")
  private boolean series;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description =
          "Where the figures go as JSON, and beside it the page with its charts; default: NAME.evaluation.json beside the bundle.")
  private Path json;

  @Override
  public Integer call() {
    Bundle read = files.bundle();
    try (Progress progress = Console.progress()) {
      Path figures = json == null ? Outputs.beside(files.file(), ".evaluation.json") : json;
      if (json != null) {
        Outputs.check("--json", json, "pump.evaluation.json");
      }
      Path page = Outputs.beside(figures, ".html");
      EvaluationReport report =
          EvaluationRun.run(read, files.data(read, label), series, page, progress);
      progress.close();
      ReportJson.write(report, figures);
      PrintWriter text = spec.commandLine().getOut();
      text.print(ReportText.of(report));
      text.printf("  page, with charts: %s%n", page);
      text.flush();
    }
    return 0;
  }
}
