/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.windows;

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
import java.util.stream.IntStream;

/** The results of {@link WindowsBench} as a page. */
final class WindowsPage {
  private WindowsPage() {}

  static Page of(WindowsReport report) {
    return new Page(
        "Windows per key",
        "%s, %,d multiply-adds a window".formatted(report.model(), report.multiplyAdds()),
        List.of(speed(report.speed()), state(report.restore())));
  }

  private static Section speed(List<WindowsResult> results) {
    return new Section(
        "Events per second",
        List.of(
            new Text(
                "One stream thread, one broker in a process of its own, every case in a process of"
                    + " its own, interleaved rounds. onnx-runtime is the model alone at its best"
                    + " batch, over windows at hand; passthrough decodes and keeps one record per"
                    + " event in a store like that of the windows. Read ratios, not absolute figures.",
                false),
            new Chart(
                "Events per second",
                Axis.linear("case"),
                Axis.linear("events/s"),
                results.stream().map(WindowsPage::name).toList(),
                List.of(
                    new Series(
                        "events/s",
                        Shape.BARS,
                        IntStream.range(0, results.size())
                            .mapToObj(i -> new Point(i, results.get(i).eventsPerSecond()))
                            .toList())),
                List.of()),
            new Table(
                "",
                List.of(
                    "case",
                    "events/s",
                    "spread",
                    "µs of the stream thread",
                    "over model alone",
                    "over pass-through",
                    "cost over 1 key"),
                results.stream()
                    .map(
                        result ->
                            List.of(
                                name(result),
                                "%,.0f".formatted(result.eventsPerSecond()),
                                "%.0f %%".formatted(100 * result.spread()),
                                figure(result.threadMicroseconds()),
                                figure(result.overModel()),
                                figure(result.overPassthrough()),
                                figure(result.costOverOneKey())))
                    .toList())));
  }

  private static String name(WindowsResult result) {
    return result.keys() == 0
        ? result.variant()
        : "%s, %,d keys".formatted(result.variant(), result.keys());
  }

  private static Section state(RestoreResult restore) {
    return new Section(
        "State",
        List.of(
            new Table(
                "",
                List.of("what", "figure"),
                List.of(
                    List.of("keys", "%,d".formatted(restore.keys())),
                    List.of("records in the changelog", "%,d".formatted(restore.records())),
                    List.of("bytes per record", figure(restore.bytesPerRecord())),
                    List.of("bytes of an event's key and row", "" + restore.rowBytes()),
                    List.of(
                        "bytes per record over those",
                        figure(restore.bytesPerRecord() / restore.rowBytes())),
                    List.of(
                        "bytes per record on the broker's disk",
                        figure(restore.logBytesPerRecord())),
                    List.of(
                        "seconds from start without state to the first event taken",
                        figure(restore.secondsToRestore())),
                    List.of(
                        "events after that without a full window",
                        "%,d".formatted(restore.notReadyAfter()))))));
  }

  private static String figure(double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.2f", value);
  }
}
