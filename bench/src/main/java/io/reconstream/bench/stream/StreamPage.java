/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.stream;

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

/**
 * The results of {@link StreamBench} as a page: one section per network, guarantee and emission.
 */
final class StreamPage {
  private StreamPage() {}

  static Page of(List<StreamResult> results, int rounds) {
    Map<String, List<StreamResult>> groups = new LinkedHashMap<>();
    for (StreamResult result : results) {
      groups
          .computeIfAbsent(
              "%s, %s, %s".formatted(result.model(), result.guarantee(), result.emit()),
              ignored -> new ArrayList<>())
          .add(result);
    }
    List<Section> sections = new ArrayList<>();
    sections.add(
        new Section(
            "",
            List.of(
                new Text(
                    "One stream thread, one broker in a process of its own, every variant in a"
                        + " process of its own; medians of %d interleaved rounds. The floor is a"
                            .formatted(rounds)
                        + " topology that decodes the features and does nothing with them. Read"
                        + " ratios, not absolute figures.",
                    false))));
    groups.forEach((name, group) -> sections.add(section(name, group)));
    return new Page("Events per second", "Reconstream beside its floor and its peers", sections);
  }

  private static Section section(String name, List<StreamResult> group) {
    List<String> variants = group.stream().map(StreamResult::variant).toList();
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < group.size(); i++) {
      points.add(new Point(i, group.get(i).eventsPerSecond()));
    }
    Chart chart =
        new Chart(
            "Events per second",
            Axis.linear("variant"),
            Axis.linear("events/s"),
            variants,
            List.of(new Series("events/s", Shape.BARS, points)),
            List.of());
    List<List<String>> rows =
        group.stream()
            .map(
                result ->
                    List.of(
                        result.variant(),
                        "%,.0f".formatted(result.eventsPerSecond()),
                        String.format(Locale.ROOT, "%.3f", result.ratioToPassthrough()),
                        "%.0f %%".formatted(100 * result.spread()),
                        String.format(Locale.ROOT, "%.2f", result.threadMicroseconds()),
                        String.format(Locale.ROOT, "%.2f", result.scoringMicroseconds()),
                        "%.0f".formatted(result.residentMegabytes())))
            .toList();
    return new Section(
        name,
        List.of(
            chart,
            new Table(
                "",
                List.of(
                    "variant",
                    "events/s",
                    "of pass-through",
                    "spread",
                    "stream thread µs",
                    "scoring thread µs",
                    "RSS MB"),
                rows)));
  }
}
