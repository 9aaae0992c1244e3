/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer;

import io.reconstream.model.bundle.Bundle;
import io.reconstream.model.scoring.ScoredRow;
import io.reconstream.model.threshold.Threshold;
import io.reconstream.trainer.dataset.Dataset;
import io.reconstream.trainer.report.ColumnFit;
import io.reconstream.trainer.report.Compression;
import io.reconstream.trainer.report.GraphCost;
import io.reconstream.trainer.report.ScoreSummary;
import io.reconstream.trainer.report.TrainingReport;
import io.reconstream.trainer.report.TrainingReport.Epoch;
import io.reconstream.trainer.report.TrainingReport.LossCurve;
import io.reconstream.trainer.report.TrainingReport.RowCounts;
import io.reconstream.trainer.report.TrainingReport.ThresholdSummary;
import io.reconstream.trainer.train.TrainedModel;
import io.reconstream.trainer.train.TrainingHistory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What the stages of a run left, put together as its report.
 *
 * @param scores of the calibration rows
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
record ReportOfRun(
    Bundle bundle,
    Dataset data,
    TrainedModel trained,
    double[] scores,
    Map<String, Double> metrics) {

  /**
   * The report.
   *
   * @param details calibration rows with all outputs
   */
  TrainingReport report(List<ScoredRow> details, Map<String, Double> seconds, List<String> notes) {
    return new TrainingReport(
        bundle.metadata().name(),
        bundle.metadata().version(),
        bundle.origin(),
        bundle.hash(),
        bundle.bytes().length,
        bundle.metadata().provenance().sources(),
        new RowCounts(
            data.training().count(),
            data.validation().count(),
            data.calibration().count(),
            data.anomalies().count()),
        trained.scalings(),
        ColumnFit.of(data.features(), details),
        trained.histories().stream().map(ReportOfRun::curve).toList(),
        ScoreSummary.of(scores),
        threshold(),
        metrics,
        GraphCost.multiplyAdds(trained.graph()),
        Compression.of(
            bundle.metadata().windowLength() * data.features().width(),
            details.get(0).latent().length),
        seconds,
        notes);
  }

  private ThresholdSummary threshold() {
    Threshold threshold = bundle.metadata().threshold();
    double above = Arrays.stream(scores).filter(score -> score > threshold.value()).count();
    return new ThresholdSummary(
        threshold.value(),
        threshold.method(),
        Double.isNaN(threshold.budget()) ? null : threshold.budget(),
        above / scores.length);
  }

  private static LossCurve curve(TrainingHistory history) {
    List<Epoch> epochs =
        history.epochs().stream()
            .map(
                epoch ->
                    new Epoch(
                        epoch.number(),
                        Double.isNaN(epoch.trainingLoss()) ? null : epoch.trainingLoss(),
                        epoch.heldOutLoss(),
                        epoch.seconds()))
            .toList();
    return new LossCurve(history.network(), history.best(), epochs);
  }
}
