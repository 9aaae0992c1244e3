/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.soak;

import io.reconstream.trainer.page.Block.Table;
import io.reconstream.trainer.page.Block.Text;
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

/** The result of {@link SoakBench} as a page. */
final class SoakPage {
  private SoakPage() {}

  static Page of(SoakResult result, SoakPlan plan) {
    return new Page(
        "Soak",
        "%,d events in %,d s, the process ended %d times"
            .formatted(result.fed(), plan.length().toSeconds(), result.endings().size()),
        List.of(
            new Section("Every event", List.of(accounting(result))),
            new Section(
                "Growth",
                List.of(
                    new Text(
                        ("The first third of each life is left out. Flat is what grows by at most"
                                + " %.0f %% of its level, or by its smallest step, within a life"
                                + " and from the first life to the last.")
                            .formatted(100 * Growth.TOLERATED_SHARE),
                        false),
                    growth(result))),
            new Section(
                "The process",
                List.of(
                    chart(
                        "Memory",
                        "MB",
                        series("resident", result, SoakSample::residentMegabytes),
                        series("outside the heap", result, SoakSample::outsideHeapMegabytes),
                        series("heap", result, SoakSample::heapMegabytes)),
                    chart(
                        "Open handles", "handles", series("handles", result, SoakSample::handles)),
                    chart(
                        "Events behind",
                        "events",
                        series("behind", result, SoakSample::behind))))));
  }

  private static Table accounting(SoakResult result) {
    return new Table(
        "",
        List.of(
            "capacity events/s",
            "fed events/s",
            "fed",
            "scored",
            "dead letters",
            "lost",
            "doubled"),
        List.of(
            List.of(
                "%,.0f".formatted(result.capacity()),
                "%,.0f".formatted(result.fedPerSecond()),
                "%,d".formatted(result.fed()),
                "%,d".formatted(result.scored()),
                "%,d".formatted(result.deadLetters()),
                "%,d".formatted(result.lost()),
                "%,d".formatted(result.doubled()))));
  }

  private static Table growth(SoakResult result) {
    return new Table(
        "",
        List.of("figure", "level", "growth within a life", "over lives", "tolerated", "verdict"),
        result.growth().stream()
            .map(
                growth ->
                    List.of(
                        growth.figure(),
                        number(growth.level()),
                        number(growth.withinLife()),
                        number(growth.overLives()),
                        number(growth.tolerated()),
                        growth.isFlat() ? "flat" : "growing"))
            .toList());
  }

  private static Chart chart(String title, String unit, Series... series) {
    return new Chart(
        title, Axis.linear("seconds"), Axis.linear(unit), List.of(), List.of(series), List.of());
  }

  private static Series series(
      String name, SoakResult result, ToDoubleFunction<SoakSample> figure) {
    return new Series(
        name,
        Shape.LINE,
        result.samples().stream()
            .map(sample -> new Point(sample.seconds(), figure.applyAsDouble(sample)))
            .toList());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
