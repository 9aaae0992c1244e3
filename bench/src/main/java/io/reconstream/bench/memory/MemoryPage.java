/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.memory;

import io.reconstream.bench.variant.MemorySample;
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

/** The results of {@link MemoryBench} as a page. */
final class MemoryPage {
  private MemoryPage() {}

  static Page of(List<MemoryResult> results, long events, String heap) {
    List<MemorySample> last = results.get(results.size() - 1).samples();
    return new Page(
        "Memory while events pass",
        "%,d events, one stream thread, %s".formatted(events, heap),
        List.of(
            new Section(
                "Runs",
                List.of(
                    new Text(
                        "Growth compares the last third of a run with the third before it. What is"
                            + " outside the heap is code, threads, buffers and ONNX Runtime.",
                        false),
                    table(results))),
            new Section(
                "The last run",
                List.of(
                    new Chart(
                        "Megabytes",
                        Axis.linear("million events"),
                        Axis.linear("MB"),
                        List.of(),
                        List.of(
                            series("resident", last, MemorySample::residentMegabytes),
                            series("outside the heap", last, MemorySample::outsideHeapMegabytes),
                            series("heap after collection", last, MemorySample::heapMegabytes)),
                        List.of())))));
  }

  private static Series series(
      String name, List<MemorySample> samples, ToDoubleFunction<MemorySample> figure) {
    return new Series(
        name,
        Shape.LINE,
        samples.stream()
            .map(sample -> new Point(sample.events() / 1e6, figure.applyAsDouble(sample)))
            .toList());
  }

  private static Table table(List<MemoryResult> results) {
    return new Table(
        "",
        List.of(
            "round",
            "seconds to first score",
            "events/s",
            "slowest tenth events/s",
            "highest RSS MB",
            "heap growth MB",
            "growth outside MB"),
        results.stream()
            .map(
                result ->
                    List.of(
                        Integer.toString(result.round() + 1),
                        figure(result.secondsToFirst()),
                        "%,.0f".formatted(result.eventsPerSecond()),
                        "%,.0f".formatted(result.slowestTenth()),
                        figure(result.highestResidentMegabytes()),
                        figure(result.heapGrowthMegabytes()),
                        figure(result.outsideHeapGrowthMegabytes())))
            .toList());
  }

  private static String figure(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
