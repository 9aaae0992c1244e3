/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.train;

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

/** The results of {@link TrainBench} as a page: one section per network. */
final class TrainPage {
  private TrainPage() {}

  static Page of(List<TrainResult> results, int rounds) {
    List<Section> sections = new ArrayList<>();
    sections.add(
        new Section(
            "",
            List.of(
                new Text(
                    "One thread, every variant in a process of its own, the same rows, batch, Adam"
                        + " and tanh; medians of %d interleaved rounds, the first epoch left out."
                            .formatted(rounds)
                        + " The bare loop is training as libtorch's tutorials write it: shuffle, take"
                        + " a batch, forward, loss, backward, step. Arithmetic is what the matrix"
                        + " products of an epoch would take at the speed of one large product."
                        + " Read ratios, not absolute figures.",
                    false))));
    results.stream()
        .map(TrainResult::model)
        .distinct()
        .map(
            model ->
                section(model, results.stream().filter(one -> one.model().equals(model)).toList()))
        .forEach(sections::add);
    return new Page("Seconds per epoch", "Training beside a bare libtorch loop and H2O", sections);
  }

  private static Section section(String model, List<TrainResult> group) {
    List<String> variants = group.stream().map(TrainResult::variant).toList();
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < group.size(); i++) {
      points.add(new Point(i, group.get(i).secondsPerEpoch()));
    }
    Chart chart =
        new Chart(
            "Seconds per epoch",
            Axis.linear("variant"),
            Axis.linear("s"),
            variants,
            List.of(new Series("seconds", Shape.BARS, points)),
            List.of());
    List<List<String>> rows =
        group.stream()
            .map(
                result ->
                    List.of(
                        result.variant(),
                        figure(result.secondsPerEpoch()),
                        "%.0f %%".formatted(100 * result.spread()),
                        figure(result.ratioToLibtorch()),
                        figure(result.ratioToReconstream()),
                        figure(result.arithmeticSeconds())))
            .toList();
    TrainResult first = group.get(0);
    return new Section(
        "%s, %,d rows, batch %d".formatted(model, first.rows(), first.batch()),
        List.of(
            chart,
            new Table(
                "",
                List.of(
                    "variant",
                    "s per epoch",
                    "spread",
                    "of libtorch",
                    "of reconstream",
                    "arithmetic s"),
                rows)));
  }

  private static String figure(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
