/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.quality;

import io.reconstream.trainer.page.Block.Table;
import io.reconstream.trainer.page.Block.Text;
import io.reconstream.trainer.page.Chart;
import io.reconstream.trainer.page.Chart.Axis;
import io.reconstream.trainer.page.Chart.Point;
import io.reconstream.trainer.page.Chart.Series;
import io.reconstream.trainer.page.Chart.Shape;
import io.reconstream.trainer.page.Page;
import io.reconstream.trainer.page.Page.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The results of {@link QualityBench} as a page: one section per group and figure. */
final class QualityPage {
  private QualityPage() {}

  static Page of(List<QualityResult> results, Map<String, String> overrides) {
    Map<String, List<QualityResult>> groups = new LinkedHashMap<>();
    for (QualityResult result : results) {
      groups
          .computeIfAbsent(
              "%s, %s".formatted(result.group(), result.metric()), ignored -> new ArrayList<>())
          .add(result);
    }
    List<Section> sections = new ArrayList<>();
    String configuration =
        overrides.isEmpty()
            ? "One default configuration for all sets of a kind"
            : "Configuration other than the default: " + overrides;
    sections.add(
        new Section(
            "",
            List.of(
                new Text(
                    configuration
                        + "; labels are used to measure alone. Scores are those of the sealed"
                        + " bundle in ONNX Runtime. No point adjustment.",
                    false))));
    groups.forEach((name, group) -> sections.add(section(name, group)));
    return new Page("Detection quality", "Reconstream beside the best published figures", sections);
  }

  private static Section section(String name, List<QualityResult> group) {
    List<Series> series = new ArrayList<>();
    series.add(new Series("reconstream", Shape.BARS, points(group, false)));
    if (group.stream().anyMatch(result -> result.publishedBest() != null)) {
      series.add(new Series("best published", Shape.BARS, points(group, true)));
    }
    Chart chart =
        new Chart(
            name,
            Axis.linear("set"),
            Axis.linear(group.get(0).metric()),
            group.stream().map(QualityResult::set).toList(),
            series,
            List.of());
    Table table =
        new Table(
            "",
            List.of("set", "reconstream", "best published", "by", "training s"),
            group.stream().map(QualityPage::cells).toList());
    return new Section(name, List.of(chart, table));
  }

  private static List<Point> points(List<QualityResult> group, boolean published) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < group.size(); i++) {
      QualityResult result = group.get(i);
      Double best = result.publishedBest();
      points.add(new Point(i, !published ? result.value() : best == null ? Double.NaN : best));
    }
    return points;
  }

  private static List<String> cells(QualityResult result) {
    return List.of(
        result.set(),
        figure(result, result.value()),
        result.publishedBest() == null ? "" : figure(result, result.publishedBest()),
        result.publishedBestName() == null ? "" : result.publishedBestName(),
        String.format(Locale.ROOT, "%.1f", result.seconds()));
  }

  /** Percents with two places, shares with four. */
  static String figure(QualityResult result, double value) {
    boolean percent = result.unit().equals(QualityGroup.Unit.PERCENT.toString());
    return String.format(Locale.ROOT, percent ? "%.2f" : "%.4f", value);
  }
}
