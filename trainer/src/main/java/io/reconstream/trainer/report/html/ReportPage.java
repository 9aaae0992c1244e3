/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.report.html;

import io.reconstream.model.bundle.Bundle;
import io.reconstream.model.bundle.BundleMetadata;
import io.reconstream.trainer.page.Block;
import io.reconstream.trainer.page.Block.Figure;
import io.reconstream.trainer.page.Block.Figures;
import io.reconstream.trainer.page.Block.Table;
import io.reconstream.trainer.page.Block.Text;
import io.reconstream.trainer.page.Chart;
import io.reconstream.trainer.page.Chart.Axis;
import io.reconstream.trainer.page.Chart.Marker;
import io.reconstream.trainer.page.Chart.Point;
import io.reconstream.trainer.page.Chart.Series;
import io.reconstream.trainer.page.Chart.Shape;
import io.reconstream.trainer.page.Page;
import io.reconstream.trainer.page.Page.Section;
import io.reconstream.trainer.report.BundleText;
import io.reconstream.trainer.report.EvaluationReport;
import io.reconstream.trainer.report.ReportText;
import io.reconstream.trainer.report.ScoredSample;
import io.reconstream.trainer.report.TrainingReport;
import io.reconstream.trainer.report.TrainingReport.Epoch;
import io.reconstream.trainer.report.TrainingReport.LossCurve;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A run's report as a page. */
public final class ReportPage {

  private ReportPage() {}

  /**
   * What a training run found.
   *
   * @param sample the calibration rows, and the labelled anomalies left out
   */
  public static Page of(TrainingReport report, Bundle bundle, ScoredSample sample) {
    List<Section> sections = new ArrayList<>();
    List<Figure> figures = new ArrayList<>(detection(report.metrics()));
    figures.add(figure("threshold", report.threshold().value(), report.threshold().method()));
    figures.add(new Figure("rows learned from", count(report.rows().training()), ""));
    figures.add(
        figure("compression ratio", report.compression().ratio(), report.compression().toString()));
    figures.add(
        new Figure(
            "multiply-adds a row",
            count(report.multiplyAdds()),
            "matrix products, convolutions, recurrences"));
    sections.add(new Section("", List.of(new Figures(figures))));
    if (!report.notes().isEmpty()) {
      sections.add(
          new Section("Notes", List.of(new Text(String.join("\n", report.notes()), true))));
    }
    if (!report.losses().isEmpty()) {
      sections.add(
          new Section("Learning", report.losses().stream().<Block>map(ReportPage::loss).toList()));
    }
    RowSections rows = new RowSections(bundle.metadata(), sample);
    sections.addAll(rows.sections(report.columns()));
    sections.add(
        card(
            bundle,
            report.compression().toString(),
            List.of(
                List.of("validation rows", count(report.rows().validation())),
                List.of("calibration rows", count(report.rows().calibration())),
                List.of("labelled anomalies", count(report.rows().anomalies())))));
    return new Page(
        "%s %s".formatted(report.name(), report.version()),
        "What training found; scores are those of the sealed graph on rows that it did not learn"
            + " from",
        sections);
  }

  /** What scoring files with a bundle found. */
  public static Page of(EvaluationReport report, Bundle bundle, ScoredSample sample) {
    List<Section> sections = new ArrayList<>();
    List<Figure> figures = new ArrayList<>(detection(report.overall()));
    figures.add(figure("rows", report.overall().getOrDefault("rows", 0.0), "scored"));
    figures.add(figure("alarms", report.overall().getOrDefault("alarms", 0.0), "rows"));
    figures.add(figure("threshold", report.threshold(), "sealed in the bundle"));
    sections.add(new Section("", List.of(new Figures(figures))));
    if (report.refused() > 0) {
      sections.add(
          new Section(
              "Not scored",
              List.of(
                  new Text(
                      "Records not scored: %,d; the first: %s"
                          .formatted(report.refused(), report.firstRefusal()),
                      false))));
    }
    sections.addAll(new RowSections(bundle.metadata(), sample).sections(List.of()));
    sections.add(
        new Section(
            "Files",
            report.files().stream()
                .<Block>map(
                    file ->
                        new Table(file.file(), List.of("figure", "value"), pairs(file.metrics())))
                .toList()));
    sections.add(card(bundle, "", List.of()));
    return new Page(report.model(), "What scoring files with this bundle found", sections);
  }

  private static List<Figure> detection(Map<String, Double> metrics) {
    List<Figure> figures = new ArrayList<>();
    for (String name : List.of("auroc", "average_precision", "f1", "false_alarm_rate")) {
      if (metrics.containsKey(name)) {
        figures.add(figure(name.replace('_', ' '), metrics.get(name), "against the labels"));
      }
    }
    return figures;
  }

  private static Figure figure(String name, double value, String hint) {
    return new Figure(name, number(value), hint);
  }

  private static Chart loss(LossCurve curve) {
    List<Point> training = new ArrayList<>();
    List<Point> heldOut = new ArrayList<>();
    boolean positive = true;
    for (Epoch epoch : curve.epochs()) {
      if (epoch.training() != null) {
        training.add(new Point(epoch.number(), epoch.training()));
        positive &= epoch.training() > 0;
      }
      heldOut.add(new Point(epoch.number(), epoch.validation()));
      positive &= epoch.validation() > 0;
    }
    return new Chart(
        "Loss of the network '%s' per epoch".formatted(curve.network()),
        Axis.linear("epoch"),
        positive ? Axis.logarithmic("loss") : Axis.linear("loss"),
        List.of(),
        List.of(
            new Series("training", Shape.LINE, training),
            new Series("held out", Shape.LINE, heldOut)),
        List.of(new Marker("kept", curve.best())));
  }

  private static Section card(Bundle bundle, String compression, List<List<String>> rows) {
    BundleMetadata metadata = bundle.metadata();
    List<List<String>> card = new ArrayList<>();
    card.add(List.of("name", metadata.name()));
    card.add(List.of("version", metadata.version()));
    card.add(List.of("hash", bundle.hash()));
    card.add(List.of("size", "%,d bytes".formatted(bundle.bytes().length)));
    card.add(
        List.of(
            "scores",
            metadata.window() == null
                ? "single rows"
                : "windows of %d rows".formatted(metadata.window().length())));
    if (!compression.isEmpty()) {
      card.add(List.of("latent", compression));
    }
    card.add(List.of("created", metadata.provenance().createdAt()));
    card.add(List.of("seed", Long.toString(metadata.provenance().seed())));
    card.add(List.of("data hash", metadata.provenance().dataHash()));
    card.add(List.of("training rows", count(metadata.provenance().trainingRows())));
    card.addAll(rows);
    metadata.provenance().sources().forEach(source -> card.add(List.of("source", source)));
    new TreeMap<>(metadata.provenance().libraries())
        .forEach((name, version) -> card.add(List.of(name, version)));
    return new Section(
        "Model card",
        List.of(
            new Table("", List.of("", "value"), card),
            new Table(
                "Features",
                List.of("name", "field", "value", "scaled"),
                metadata.features().features().stream()
                    .limit(100)
                    .map(
                        feature ->
                            List.of(
                                feature.name(),
                                feature.field().toString(),
                                feature.required() ? "required" : "optional",
                                BundleText.scaling(feature, metadata.provenance().scalings())))
                    .toList()),
            new Text(metadata.provenance().configuration(), true)));
  }

  private static List<List<String>> pairs(Map<String, Double> metrics) {
    return metrics.entrySet().stream()
        .map(entry -> List.of(entry.getKey(), number(entry.getValue())))
        .toList();
  }

  private static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String number(double value) {
    return ReportText.number(value);
  }
}
