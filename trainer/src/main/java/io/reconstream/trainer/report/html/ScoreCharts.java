/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.report.html;

import io.reconstream.model.bundle.BundleMetadata;
import io.reconstream.trainer.page.Block;
import io.reconstream.trainer.page.Chart;
import io.reconstream.trainer.page.Chart.Axis;
import io.reconstream.trainer.page.Chart.Marker;
import io.reconstream.trainer.page.Chart.Point;
import io.reconstream.trainer.page.Chart.Series;
import io.reconstream.trainer.page.Chart.Shape;
import io.reconstream.trainer.page.Page.Section;
import io.reconstream.trainer.report.OperatingPoint;
import io.reconstream.trainer.report.ReportText;
import io.reconstream.trainer.report.ScoredSample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** How scores lie about the threshold, and how well they tell anomalies. */
final class ScoreCharts {
  private static final int BINS = 60;
  private static final int POINTS = 300;
  private static final double ROOM = 0.05;

  /** Values that spread further than this get a logarithmic axis; scores from their median on. */
  static final double WIDE = 20;

  private final BundleMetadata metadata;
  private final double threshold;
  private final ScoredSample sample;

  ScoreCharts(BundleMetadata metadata, ScoredSample sample) {
    this.metadata = metadata;
    this.threshold = metadata.threshold().value();
    this.sample = sample;
  }

  Section section() {
    List<Block> charts = new ArrayList<>();
    charts.add(histogram());
    if (sample.labelled()) {
      List<OperatingPoint> points =
          OperatingPoint.of(sample.scores(), sample.anomalous().orElseThrow(), POINTS);
      charts.add(roc(points));
      charts.add(precisionRecall(points));
    }
    return new Section(sample.labelled() ? "Scores and detection" : "Scores", charts);
  }

  private Chart histogram() {
    double[] sorted = sample.scores().clone();
    Arrays.sort(sorted);
    boolean finite = Double.isFinite(threshold);
    double low = finite ? Math.min(sorted[0], threshold) : sorted[0];
    double last = sorted[sorted.length - 1];
    double top = finite ? Math.max(last, threshold) : last;
    boolean wide = low > 0 && top / sorted[sorted.length / 2] > WIDE;
    // some room beyond, or the marker of the highest value would fall off the axis
    double high = wide ? top * Math.pow(top / low, ROOM) : top + ROOM * (top - low);
    BitSet labels = sample.anomalous().orElseGet(BitSet::new);
    boolean both = sample.labelled();
    List<Series> series = new ArrayList<>();
    series.add(bars(both ? "normal rows" : "rows", both, false, labels, new Bins(low, high, wide)));
    if (both) {
      series.add(bars("anomalies", true, true, labels, new Bins(low, high, wide)));
    }
    double budget = metadata.threshold().budget();
    String name =
        "threshold %s%s"
            .formatted(
                ReportText.number(threshold),
                Double.isNaN(budget)
                    ? ""
                    : ", budget %s of normal rows".formatted(ReportText.percent(budget)));
    return new Chart(
        "Scores",
        wide ? Axis.logarithmic("score") : Axis.linear("score"),
        Axis.linear(both ? "share of its rows, %" : "share of rows, %"),
        List.of(),
        series,
        finite ? List.of(new Marker(name, threshold)) : List.of());
  }

  /** Bins of equal width, of the scores' logarithms where they spread wide. */
  private record Bins(double low, double high, boolean logarithmic) {
    int of(double score) {
      double place =
          logarithmic ? Math.log(score / low) / Math.log(high / low) : (score - low) / (high - low);
      return high == low ? 0 : Math.max(0, Math.min(BINS - 1, (int) (place * BINS)));
    }

    double middle(int bin) {
      double place = (bin + 0.5) / BINS;
      return logarithmic ? low * Math.pow(high / low, place) : low + place * (high - low);
    }
  }

  private Series bars(String name, boolean byLabel, boolean anomalies, BitSet labels, Bins bins) {
    long[] counts = new long[BINS];
    long total = 0;
    for (int i = 0; i < sample.scores().length; i++) {
      if (!byLabel || labels.get(i) == anomalies) {
        counts[bins.of(sample.scores()[i])]++;
        total++;
      }
    }
    List<Point> points = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      points.add(new Point(bins.middle(bin), 100.0 * counts[bin] / total));
    }
    return new Series(name, Shape.BARS, points);
  }

  private Chart roc(List<OperatingPoint> points) {
    List<Point> curve = new ArrayList<>(List.of(new Point(0, 0)));
    points.forEach(point -> curve.add(new Point(point.falseAlarmRate(), point.recall())));
    return new Chart(
        "ROC curve",
        Axis.linear("false-alarm rate"),
        Axis.linear("recall"),
        List.of(),
        List.of(
            new Series("scores", Shape.LINE, curve),
            new Series("chance", Shape.LINE, List.of(new Point(0, 0), new Point(1, 1)))),
        List.of());
  }

  private Chart precisionRecall(List<OperatingPoint> points) {
    double share = (double) sample.anomalous().orElseThrow().cardinality() / sample.scores().length;
    return new Chart(
        "Precision and recall",
        Axis.linear("recall"),
        Axis.linear("precision"),
        List.of(),
        List.of(
            new Series(
                "scores",
                Shape.LINE,
                points.stream()
                    .map(point -> new Point(point.recall(), point.precision()))
                    .toList()),
            new Series("chance", Shape.LINE, List.of(new Point(0, share), new Point(1, share)))),
        List.of());
  }
}
