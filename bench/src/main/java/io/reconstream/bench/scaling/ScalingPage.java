/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.scaling;

import io.reconstream.trainer.page.Block.Table;
import io.reconstream.trainer.page.Chart;
import io.reconstream.trainer.page.Chart.Axis;
import io.reconstream.trainer.page.Chart.Point;
import io.reconstream.trainer.page.Chart.Series;
import io.reconstream.trainer.page.Chart.Shape;
import io.reconstream.trainer.page.Page;
import io.reconstream.trainer.page.Page.Section;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The results of {@link ScalingBench} as a page: one section per axis. */
final class ScalingPage {
  private ScalingPage() {}

  static Page of(List<ScalingResult> results, int rounds) {
    List<Section> sections =
        results.stream()
            .map(ScalingResult::axis)
            .distinct()
            .map(
                axis ->
                    section(
                        axis,
                        results.stream().filter(result -> result.axis().equals(axis)).toList()))
            .toList();
    return new Page(
        "Cost as work grows",
        "Microseconds of a stream thread per event, medians of %d rounds".formatted(rounds),
        sections);
  }

  private static Section section(String axis, List<ScalingResult> results) {
    Chart chart =
        new Chart(
            "µs per event",
            Axis.logarithmic(axis),
            Axis.logarithmic("µs"),
            List.of(),
            List.of(
                series("reconstream", results, ScalingResult::microsecondsPerEvent),
                series("pass-through", results, ScalingResult::passthroughMicroseconds)),
            List.of());
    Table table =
        new Table(
            "",
            List.of(axis, "events/s", "spread", "µs", "pass-through µs", "ratio"),
            results.stream()
                .map(
                    result ->
                        List.of(
                            Integer.toString(result.value()),
                            "%,.0f".formatted(result.eventsPerSecond()),
                            "%.0f %%".formatted(100 * result.spread()),
                            figure(result.microsecondsPerEvent()),
                            figure(result.passthroughMicroseconds()),
                            figure(result.ratioToPassthrough())))
                .toList());
    return new Section(axis, List.of(chart, table));
  }

  private static Series series(
      String name, List<ScalingResult> results, ToDoubleFunction<ScalingResult> figure) {
    return new Series(
        name,
        Shape.LINE,
        results.stream()
            .map(result -> new Point(result.value(), figure.applyAsDouble(result)))
            .toList());
  }

  private static String figure(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
