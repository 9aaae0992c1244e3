/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer;

import io.reconstream.model.bundle.Bundle;
import io.reconstream.model.bundle.BundleMetadata;
import io.reconstream.model.bundle.PlainGraph;
import io.reconstream.model.bundle.Provenance;
import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.scoring.ScoredRow;
import io.reconstream.model.scoring.Scorer;
import io.reconstream.model.threshold.Threshold;
import io.reconstream.trainer.calibrate.Calibration;
import io.reconstream.trainer.calibrate.GoldenSample;
import io.reconstream.trainer.config.ImportConfig;
import io.reconstream.trainer.config.InvalidInputException;
import io.reconstream.trainer.dataset.EvaluationRows;
import io.reconstream.trainer.dataset.HeldOutHalves;
import io.reconstream.trainer.dataset.Rows;
import io.reconstream.trainer.export.ErrorScale;
import io.reconstream.trainer.export.ForeignDetector;
import io.reconstream.trainer.export.Preprocessing;
import io.reconstream.trainer.export.ScoringGraph;
import io.reconstream.trainer.progress.Progress;
import io.reconstream.trainer.report.ColumnFit;
import io.reconstream.trainer.score.RowScores;
import io.reconstream.trainer.source.FileRecords;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From a reconstruction graph that was made elsewhere to a sealed, calibrated bundle. */
final class ImportRun {
  private static final int GOLDEN_ROWS = 8;
  private static final int REPORTED_ROWS = 1000;

  /** Fewer rows tell neither an error scale nor a threshold. */
  private static final long FEWEST_ROWS = 50;

  /**
   * What was made.
   *
   * @param columns how well each column of held-out rows is reconstructed
   * @param notes what the user should know
   */
  record Imported(Bundle bundle, List<ColumnFit> columns, List<String> notes) {}

  private ImportRun() {}

  /**
   * Imports.
   *
   * @throws InvalidInputException if graph, features and data do not fit
   * @throws io.reconstream.model.bundle.BundleException if the graph cannot be in a bundle
   */
  static Imported run(PlainGraph graph, ImportConfig config, Path out, Progress progress) {
    FeatureSpec spec = config.spec();
    if (spec.width() != graph.width()) {
      throw new InvalidInputException(
          "the graph's input '%s' has %d columns, but the features fill %d: %s"
              .formatted(
                  graph.input(), graph.width(), spec.width(), String.join(", ", spec.columns())));
    }
    FileRecords records = FileRecords.of(config.data().files(), config.data().missing());
    try (WorkFolder work = WorkFolder.create();
        EvaluationRows rows =
            EvaluationRows.read(records, spec, 1, config.data(), work.path(), progress)) {
      requireRows(rows, records);
      HeldOutHalves halves = HeldOutHalves.of(rows.rows());
      progress.stage("scale");
      Preprocessing preprocessing = InputScaling.of(config, spec, halves.scaling());
      ScoringGraph scored = scored(graph, preprocessing, halves.scaling());
      byte[] model = scored.toModel();
      try (Scorer scorer = Scorer.open(model)) {
        progress.stage("calibrate");
        double[] scores = RowScores.of(scorer, halves.calibration(), progress);
        Calibration calibration =
            Calibration.of(scores, Optional.empty(), config.threshold(), false);
        progress.stage("seal");
        GoldenSample golden = new GoldenSample();
        RowScores.details(scorer, halves.calibration(), GOLDEN_ROWS)
            .forEach(detail -> golden.add(detail.input(), detail.output()));
        BundleMetadata metadata =
            new BundleMetadata(
                BundleMetadata.FORMAT_VERSION,
                config.name(),
                config.version(),
                spec,
                null,
                null,
                calibration.distribution(),
                finite(calibration.threshold()),
                golden.rows(),
                provenance(config, records, rows));
        Bundle bundle = Bundle.seal(model, metadata, out);
        Scorer.open(bundle).close(); // the golden rows, as every loader checks them
        List<ColumnFit> columns = ColumnFit.of(spec, details(scorer, halves.calibration()));
        List<String> notes = new ArrayList<>(calibration.notes());
        notes.addAll(doubts(columns));
        return new Imported(bundle, columns, notes);
      }
    }
  }

  private static void requireRows(EvaluationRows rows, FileRecords records) {
    if (rows.rows().count() < FEWEST_ROWS) {
      throw new InvalidInputException(
          "%s: %d rows, expected at least %d%s"
              .formatted(
                  String.join(", ", records.origins()),
                  rows.rows().count(),
                  FEWEST_ROWS,
                  rows.refused() == 0
                      ? ""
                      : "; %d have none, the first: %s"
                          .formatted(rows.refused(), rows.firstRefusal())));
    }
  }

  /** The graph with the error scale that it has on held-out rows. */
  private static ScoringGraph scored(PlainGraph graph, Preprocessing preprocessing, Rows heldOut) {
    ForeignDetector unscaled = ForeignDetector.unscaled(graph, preprocessing);
    try (Scorer probe = Scorer.open(new ScoringGraph(preprocessing, 1, unscaled).toProbe())) {
      ErrorScale scale =
          ErrorScale.of(preprocessing, residuals -> RowScores.latents(probe, heldOut, residuals));
      return new ScoringGraph(preprocessing, 1, unscaled.with(scale));
    }
  }

  private static Threshold finite(Threshold threshold) {
    if (!Double.isFinite(threshold.value())) {
      throw new InvalidInputException(
          "the graph gives errors that are not finite; are the features scaled as it was trained?");
    }
    return threshold;
  }

  private static List<ScoredRow> details(Scorer scorer, Rows rows) {
    return RowScores.details(scorer, rows, REPORTED_ROWS).stream()
        .map(RowScores.Detail::output)
        .toList();
  }

  /** A graph that knows its data explains some of each column. */
  private static List<String> doubts(List<ColumnFit> columns) {
    List<String> unexplained =
        columns.stream()
            .filter(fit -> fit.explained() != null && fit.explained() <= 0)
            .map(ColumnFit::column)
            .toList();
    return unexplained.isEmpty()
        ? List.of()
        : List.of(
            "the graph explains nothing of %s; are the features in its order, and scaled as it was trained?"
                .formatted(String.join(", ", unexplained)));
  }

  private static Provenance provenance(
      ImportConfig config, FileRecords records, EvaluationRows rows) {
    return new Provenance(
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        records.origins(),
        rows.hash(),
        0,
        rows.rows().count(),
        0,
        config.yaml(),
        Versions.all(),
        Map.of());
  }
}
