/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer;

import io.reconstream.model.bundle.Bundle;
import io.reconstream.model.bundle.BundleMetadata;
import io.reconstream.model.scoring.Scorer;
import io.reconstream.trainer.config.DataConfig;
import io.reconstream.trainer.dataset.EvaluationRows;
import io.reconstream.trainer.dataset.Rows;
import io.reconstream.trainer.evaluate.Metrics;
import io.reconstream.trainer.page.HtmlWriter;
import io.reconstream.trainer.progress.Progress;
import io.reconstream.trainer.report.EvaluationReport;
import io.reconstream.trainer.report.EvaluationReport.FileMetrics;
import io.reconstream.trainer.report.html.ReportPage;
import io.reconstream.trainer.score.RowScores;
import io.reconstream.trainer.source.FileRecords;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * Scores files with a bundle and, where they are labelled, measures how well it tells anomalies.
 */
public final class EvaluationRun {

  private EvaluationRun() {}

  /**
   * Evaluates.
   *
   * @param data files, key, label and where are used; without a key each file is one series
   * @param series whether each file is one series in order, so that the volumes under the surfaces
   *     are measured, too
   * @param page where the report to look at goes
   * @throws io.reconstream.trainer.config.InvalidInputException if the files cannot be scored
   */
  public static EvaluationReport run(
      Bundle bundle, DataConfig data, boolean series, Path page, Progress progress) {
    BundleMetadata metadata = bundle.metadata();
    FileRecords records = FileRecords.of(data.files(), data.missing());
    try (Scorer scorer = Scorer.open(bundle);
        WorkFolder work = WorkFolder.create();
        EvaluationRows rows =
            EvaluationRows.read(
                records,
                metadata.features(),
                metadata.windowLength(),
                data,
                work.path(),
                progress)) {
      progress.stage("score");
      double[] scores = RowScores.of(scorer, rows.rows(), metadata.smoothing(), progress);
      progress.stage("measure");
      double threshold = metadata.threshold().value();
      Map<String, Double> overall = Metrics.of(scores, rows.labels(), threshold, 0, scores.length);
      List<FileMetrics> files = new ArrayList<>();
      int from = 0;
      for (int i = 0; i < records.origins().size(); i++) {
        int to = Math.toIntExact(rows.ends().get(i));
        if (to > from) {
          Map<String, Double> metrics = Metrics.of(scores, rows.labels(), threshold, from, to);
          if (series && rows.labels().isPresent()) {
            BitSet anomalous = rows.labels().orElseThrow().get(from, to);
            double[] stretch = Arrays.copyOfRange(scores, from, to);
            Metrics.addSeries(
                metrics, stretch, anomalous, firstColumn(rows.rows(), from, to, scorer.width()));
          }
          files.add(new FileMetrics(records.origins().get(i), metrics));
        }
        from = to;
      }
      if (series && files.size() == 1) {
        overall = files.get(0).metrics();
      }
      EvaluationReport report =
          new EvaluationReport(
              "%s %s".formatted(metadata.name(), metadata.version()),
              bundle.hash(),
              threshold,
              overall,
              files,
              rows.refused(),
              rows.firstRefusal());
      ShownRows shown =
          new ShownRows(
              scorer, rows.rows(), scores, rows.labels(), place -> "row %d".formatted(place + 1));
      HtmlWriter.write(
          ReportPage.of(report, bundle, shown.sample(metadata.features(), scores.length)), page);
      return report;
    }
  }

  /** The published figures take the period from the first column. */
  private static double[] firstColumn(Rows rows, int from, int to, int features) {
    double[] column = new double[to - from];
    float[] row = new float[rows.width()];
    for (int i = 0; i < column.length; i++) {
      rows.copy(from + i, row, 0);
      column[i] = row[row.length - features];
    }
    return column;
  }
}
