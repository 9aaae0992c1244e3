/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.latency;

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
import java.util.List;
import java.util.Locale;

/** The results of {@link LatencyBench} as a page. */
final class LatencyPage {
  private LatencyPage() {}

  static Page of(List<LatencyResult> results, int rounds) {
    List<Section> sections = new ArrayList<>();
    sections.add(
        new Section(
            "",
            List.of(
                new Text(
                    "From the moment an event is due to the moment a consumer has its alert, %d rounds. An event that is sent late counts from when it was due, so that no stall is hidden (coordinated omission). Below 10 events/s both run at once and have their events in turn."
                        .formatted(rounds),
                    false),
                table(results))));
    results.stream()
        .map(LatencyResult::eventsPerSecond)
        .distinct()
        .forEach(
            rate ->
                sections.add(
                    section(
                        "%,.0f events/s".formatted(rate),
                        results.stream()
                            .filter(result -> result.eventsPerSecond() == rate)
                            .toList())));
    return new Page("Event-to-alert latency", "Reconstream beside pass-through", sections);
  }

  private static Section section(String heading, List<LatencyResult> results) {
    List<Series> series =
        results.stream()
            .map(
                result ->
                    new Series(
                        result.variant(),
                        Shape.LINE,
                        result.percentiles().stream()
                            .map(point -> new Point(point.millis(), point.share()))
                            .toList()))
            .toList();
    return new Section(
        heading,
        List.of(
            new Chart(
                "Share of alerts at most so late",
                Axis.logarithmic("ms"),
                Axis.linear("share"),
                List.of(),
                series,
                List.of())));
  }

  private static Table table(List<LatencyResult> results) {
    return new Table(
        "",
        List.of(
            "events/s", "variant", "alerts", "p50 ms", "p90 ms", "p99 ms", "p99.9 ms", "max ms"),
        results.stream()
            .map(
                result ->
                    List.of(
                        "%,.0f".formatted(result.eventsPerSecond()),
                        result.variant(),
                        Long.toString(result.alerts()),
                        millis(result.p50Ms()),
                        millis(result.p90Ms()),
                        millis(result.p99Ms()),
                        millis(result.p999Ms()),
                        millis(result.maxMs())))
            .toList());
  }

  private static String millis(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
