/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer;

import io.reconstream.model.bundle.Bundle;
import io.reconstream.model.bundle.BundleMetadata;
import io.reconstream.model.bundle.Provenance;
import io.reconstream.model.bundle.SigningKey;
import io.reconstream.model.scoring.ScoredRow;
import io.reconstream.model.scoring.Scorer;
import io.reconstream.model.window.Smoothing;
import io.reconstream.trainer.calibrate.Calibration;
import io.reconstream.trainer.calibrate.GoldenSample;
import io.reconstream.trainer.config.TrainingConfig;
import io.reconstream.trainer.dataset.Dataset;
import io.reconstream.trainer.dataset.DatasetReader;
import io.reconstream.trainer.dataset.JoinedRows;
import io.reconstream.trainer.dataset.Rows;
import io.reconstream.trainer.evaluate.Metrics;
import io.reconstream.trainer.page.HtmlWriter;
import io.reconstream.trainer.progress.Progress;
import io.reconstream.trainer.progress.Stopwatch;
import io.reconstream.trainer.report.ReportJson;
import io.reconstream.trainer.report.ScoredSample;
import io.reconstream.trainer.report.TrainingReport;
import io.reconstream.trainer.report.html.ReportPage;
import io.reconstream.trainer.score.RowScores;
import io.reconstream.trainer.source.FileRecords;
import io.reconstream.trainer.source.Records;
import io.reconstream.trainer.train.Checkpoints;
import io.reconstream.trainer.train.TrainedModel;
import io.reconstream.trainer.train.Training;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The whole run: read, train, calibrate, seal, report. */
public final class TrainingRun {
  private static final int GOLDEN_ROWS = 8;
  private static final int REPORTED_ROWS = 1000;

  private TrainingRun() {}

  /**
   * Trains a model and seals it.
   *
   * @param out the bundle; it appears whole or not at all, its report beside it
   * @throws io.reconstream.trainer.config.InvalidInputException if the data cannot be used
   * @throws io.reconstream.trainer.train.TrainingException if training fails
   */
  public static TrainingReport run(TrainingConfig config, Path out, Progress progress) {
    return run(config, Source.files(config), out, Optional.empty(), Checkpointing.NONE, progress);
  }

  /** Where records come from. */
  @FunctionalInterface
  public interface Source {

    /**
     * Opens the records.
     *
     * @param folder for temporary files; deleted after the run
     */
    Records open(Path folder, Progress progress);

    /** The files that a configuration names. */
    static Source files(TrainingConfig config) {
      return (folder, progress) -> FileRecords.of(config.data().files(), config.data().missing());
    }
  }

  /**
   * The same with records of any source, and with checkpoints beside the bundle, which go when it
   * is sealed.
   *
   * @param signer signs the bundle; empty: nobody does
   * @throws io.reconstream.trainer.train.TrainingInterruptedException if the process was asked to
   *     end
   */
  public static TrainingReport run(
      TrainingConfig config,
      Source source,
      Path out,
      Optional<SigningKey> signer,
      Checkpointing checkpointing,
      Progress progress) {
    Outputs outputs = Outputs.of(out);
    checkpointing.check(outputs.checkpoint());
    Stopwatch watch = new Stopwatch(progress);
    try (WorkFolder work = WorkFolder.create()) {
      return run(
          config, source.open(work.path(), watch), outputs, signer, checkpointing, work, watch);
    }
  }

  private static TrainingReport run(
      TrainingConfig config,
      Records records,
      Outputs outputs,
      Optional<SigningKey> signer,
      Checkpointing checkpointing,
      WorkFolder work,
      Stopwatch watch) {
    try (Dataset data = DatasetReader.read(records, config, work.path(), watch)) {

      watch.stage("load libtorch");
      Checkpoints checkpoints =
          checkpointing.open(outputs.checkpoint(), config, data.hash(), watch);
      TrainedModel trained;
      try (Interruption interruption = new Interruption(checkpoints, watch)) {
        trained =
            Training.train(
                data.features(),
                data.training(),
                data.validation(),
                config.model(),
                config.training(),
                checkpoints,
                watch);
      }

      try (Scorer scorer = Scorer.open(trained.graph())) {
        watch.stage("calibrate");
        double[] scores = calibrationScores(trained, data, watch);
        Calibration calibration =
            Calibration.of(
                scores, data.calibrationLabels(), config.threshold(), trained.smoothing() != null);
        calibration.notes().forEach(watch::note);
        Measured measured = Measured.of(scorer, data, scores);
        Map<String, Double> metrics = measured.metrics(calibration.threshold().value());

        watch.stage("seal");
        GoldenSample golden = new GoldenSample();
        RowScores.details(scorer, data.calibration(), GOLDEN_ROWS)
            .forEach(detail -> golden.add(detail.input(), detail.output()));
        BundleMetadata metadata =
            new BundleMetadata(
                BundleMetadata.FORMAT_VERSION,
                config.name(),
                config.version(),
                data.features(),
                config.model().windowSpec(),
                trained.smoothing(),
                calibration.distribution(),
                calibration.threshold(),
                golden.rows(),
                provenance(
                    config.withModel(trained.model()), records, data, metrics, trained.scalings()),
                trained.model().latentPrior());
        Bundle bundle = Bundle.seal(trained.graph(), metadata, signer, outputs.bundle());
        Scorer.open(bundle).close(); // the golden rows, as every loader checks them

        TrainingReport report =
            new ReportOfRun(bundle, data, trained, scores, metrics)
                .report(details(scorer, data), watch.stop(), watch.notes());
        ReportJson.write(report, outputs.report());
        HtmlWriter.write(
            ReportPage.of(report, bundle, measured.sample(scorer, data)), outputs.page());
        checkpoints.delete();
        return report;
      }
    }
  }

  /** A smoothed score depends on all rows of its series before it, so all of them are scored. */
  private static double[] calibrationScores(TrainedModel trained, Dataset data, Progress progress) {
    try (Scorer scorer = Scorer.open(trained.calibrated())) {
      if (trained.smoothing() == null) {
        return RowScores.of(scorer, data.calibration(), progress);
      }
      return smoothedScores(scorer, data, trained.smoothing(), progress);
    }
  }

  private static double[] smoothedScores(
      Scorer scorer, Dataset data, Smoothing smoothing, Progress progress) {
    double[] all = RowScores.of(scorer, data.series().orElseThrow(), smoothing, progress);
    return Arrays.stream(data.calibrationPlaces()).mapToDouble(place -> all[place]).toArray();
  }

  private static List<ScoredRow> details(Scorer scorer, Dataset data) {
    return RowScores.details(scorer, data.calibration(), REPORTED_ROWS).stream()
        .map(RowScores.Detail::output)
        .toList();
  }

  /**
   * The calibration rows followed by the anomalies left out.
   *
   * @param scores of them
   * @param labels empty without a label column
   */
  @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
  private record Measured(double[] scores, Optional<BitSet> labels) {

    /**
     * @param scores of the calibration rows
     */
    static Measured of(Scorer scorer, Dataset data, double[] scores) {
      if (data.calibrationLabels().isEmpty()) {
        return new Measured(scores, Optional.empty());
      }
      double[] anomalies =
          data.anomalies().count() == 0
              ? new double[0]
              : RowScores.of(scorer, data.anomalies(), Progress.silent());
      double[] all = Arrays.copyOf(scores, scores.length + anomalies.length);
      System.arraycopy(anomalies, 0, all, scores.length, anomalies.length);
      BitSet labels = (BitSet) data.calibrationLabels().orElseThrow().clone();
      labels.set(scores.length, all.length);
      return new Measured(all, Optional.of(labels));
    }

    /** Figures by name; none without a label column. */
    Map<String, Double> metrics(double threshold) {
      return labels.isEmpty() ? Map.of() : Metrics.of(scores, labels, threshold, 0, scores.length);
    }

    ScoredSample sample(Scorer scorer, Dataset data) {
      int held = data.calibrationPlaces().length;
      Rows rows =
          scores.length == held
              ? data.calibration()
              : new JoinedRows(data.calibration(), data.anomalies());
      return new ShownRows(
              scorer,
              rows,
              scores,
              labels,
              place ->
                  place < held
                      ? "row %d".formatted(data.calibrationPlaces()[place] + 1)
                      : "left out %d".formatted(place - held + 1))
          .sample(data.features(), held);
    }
  }

  private static Provenance provenance(
      TrainingConfig config,
      Records records,
      Dataset data,
      Map<String, Double> metrics,
      Map<String, String> scalings) {
    return new Provenance(
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        records.origins(),
        data.hash(),
        data.training().count(),
        data.heldOutCount(),
        config.training().seed(),
        config.toYaml(),
        Versions.all(),
        metrics,
        scalings);
  }
}
