/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.report;

import io.reconstream.model.threshold.Threshold;
import io.reconstream.trainer.report.TrainingReport.Epoch;
import io.reconstream.trainer.report.TrainingReport.LossCurve;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reports as text for a terminal. */
public final class ReportText {
  private static final int MOST_NOTES = 20;

  private final StringBuilder text = new StringBuilder();

  private ReportText() {}

  public static String of(TrainingReport report) {
    return new ReportText().training(report);
  }

  public static String of(EvaluationReport report) {
    return new ReportText().evaluation(report);
  }

  /** What was found of a model that was trained elsewhere. */
  public static String of(Threshold threshold, List<ColumnFit> columns, List<String> notes) {
    ReportText text = new ReportText();
    text.line("  threshold    %s by %s", number(threshold.value()), threshold.method());
    text.columns(columns);
    text.notes(notes);
    return text.text.toString();
  }

  private String training(TrainingReport report) {
    line("%s %s, sealed in %s", report.name(), report.version(), report.bundle());
    line("  hash         %s", report.hash());
    line(
        "  size         %,d bytes, %,d multiply-adds a row", report.bytes(), report.multiplyAdds());
    line("  latent       %s", report.compression());
    line(
        "  rows         %,d to learn, %,d to know when to stop, %,d to calibrate%s",
        report.rows().training(),
        report.rows().validation(),
        report.rows().calibration(),
        report.rows().anomalies() == 0
            ? ""
            : ", %,d labelled anomalies left out".formatted(report.rows().anomalies()));
    if (!report.scalings().isEmpty()) {
      line("  scaling      %s", scalings(report.scalings()));
    }
    report.losses().forEach(this::loss);
    line(
        "  threshold    %s by %s%s; %.3f %% of the calibration rows are above it",
        number(report.threshold().value()),
        report.threshold().method(),
        report.threshold().budget() == null ? "" : " of " + percent(report.threshold().budget()),
        100 * report.threshold().calibrationRate());
    line(
        "  scores       %s",
        report.scores().quantiles().stream()
            .map(q -> "%s %s".formatted(percent(q.probability()), number(q.score())))
            .collect(Collectors.joining(", ")));
    if (!report.metrics().isEmpty()) {
      line("  metrics      %s", metrics(report.metrics()));
    }
    columns(report.columns());
    notes(report.notes());
    line("");
    line(
        "  %s",
        report.seconds().entrySet().stream()
            .map(entry -> "%s %.1f s".formatted(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining(", ")));
    return text.toString();
  }

  /** How many columns each has, and which; the one that most have goes without names. */
  private static String scalings(Map<String, String> scalings) {
    Map<String, List<String>> columns =
        scalings.keySet().stream()
            .collect(Collectors.groupingBy(scalings::get, TreeMap::new, Collectors.toList()));
    int most = columns.values().stream().mapToInt(List::size).max().orElseThrow();
    return columns.entrySet().stream()
        .map(
            entry ->
                entry.getValue().size() == most
                    ? "%s (%d)".formatted(entry.getKey(), most)
                    : "%s (%s)".formatted(entry.getKey(), String.join(", ", entry.getValue())))
        .collect(Collectors.joining(", "));
  }

  private void columns(List<ColumnFit> columns) {
    line("");
    line("  %-32s %12s %10s", "column", "error", "explained");
    for (ColumnFit fit : columns) {
      line("  %-32s %12s %10s", fit.column(), number(fit.error()), explained(fit.explained()));
    }
  }

  /** Below nothing, as where a column has drifted, how far below says nothing. */
  private static String explained(Double share) {
    return share == null ? "" : share < 0 ? "none" : percent(share);
  }

  private void loss(LossCurve curve) {
    List<Epoch> epochs = curve.epochs();
    Epoch best =
        epochs.stream().filter(epoch -> epoch.number() == curve.best()).findFirst().orElseThrow();
    line(
        "  %-12s held-out loss %s before, %s after %d of %d epochs",
        curve.network(),
        number(epochs.get(0).validation()),
        number(best.validation()),
        best.number(),
        epochs.get(epochs.size() - 1).number());
  }

  private void notes(List<String> notes) {
    if (!notes.isEmpty()) {
      line("");
    }
    notes.stream().limit(MOST_NOTES).forEach(note -> line("  note: %s", note));
    if (notes.size() > MOST_NOTES) {
      line("  and %d more, see the JSON report", notes.size() - MOST_NOTES);
    }
  }

  private String evaluation(EvaluationReport report) {
    line("%s, threshold %s", report.model(), number(report.threshold()));
    line("  %s", metrics(report.overall()));
    if (report.files().size() > 1) {
      for (EvaluationReport.FileMetrics file : report.files()) {
        line("");
        line("%s", file.file());
        line("  %s", metrics(file.metrics()));
      }
    }
    if (report.refused() > 0) {
      line("");
      line("  records not scored: %,d; the first: %s", report.refused(), report.firstRefusal());
    }
    return text.toString();
  }

  private static String metrics(Map<String, Double> metrics) {
    return metrics.entrySet().stream()
        .map(entry -> "%s %s".formatted(entry.getKey(), number(entry.getValue())))
        .collect(Collectors.joining(", "));
  }

  /** Counts as they are, other numbers to four digits. */
  public static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    return Math.abs(value) < 1e-4 || Math.abs(value) >= 1e7
        ? String.format(Locale.ROOT, "%.3e", value)
        : new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros().toPlainString();
  }

  /** A share in percent. */
  public static String percent(double share) {
    return number(share * 100) + " %";
  }

  private void line(String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments)).append(System.lineSeparator());
  }
}
