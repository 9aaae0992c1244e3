/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.report.html;

import io.reconstream.model.bundle.BundleMetadata;
import io.reconstream.model.feature.CategoryFeature;
import io.reconstream.model.feature.Feature;
import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.scoring.Contribution;
import io.reconstream.model.scoring.ScoredRow;
import io.reconstream.trainer.page.Block;
import io.reconstream.trainer.page.Block.Image;
import io.reconstream.trainer.page.Block.Images;
import io.reconstream.trainer.page.Block.Table;
import io.reconstream.trainer.page.Chart;
import io.reconstream.trainer.page.Chart.Axis;
import io.reconstream.trainer.page.Chart.Point;
import io.reconstream.trainer.page.Chart.Series;
import io.reconstream.trainer.page.Chart.Shape;
import io.reconstream.trainer.page.Page.Section;
import io.reconstream.trainer.report.ColumnFit;
import io.reconstream.trainer.report.LatentPlane;
import io.reconstream.trainer.report.PixelGrid;
import io.reconstream.trainer.report.ReportText;
import io.reconstream.trainer.report.ScoredSample;
import io.reconstream.trainer.report.ShownRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What rows look like to a model: scores, worst rows, errors, reconstructions, latents. */
final class RowSections {
  private static final int MOST_FEATURES = 30;
  private static final int MOST_LINES = 4;
  private static final int MOST_IMAGES = 10;
  private static final double WHITE_FROM = 0.95;

  private final double threshold;
  private final FeatureSpec spec;
  private final BundleMetadata metadata;
  private final ScoredSample sample;

  RowSections(BundleMetadata metadata, ScoredSample sample) {
    this.metadata = metadata;
    this.threshold = metadata.threshold().value();
    this.spec = metadata.features();
    this.sample = sample;
  }

  /**
   * @param fits of columns; empty to measure them on the sample's normal rows
   */
  List<Section> sections(List<ColumnFit> fits) {
    List<Section> sections = new ArrayList<>();
    sections.add(new ScoreCharts(metadata, sample).section());
    sections.add(new Section("Worst rows", List.of(worst())));
    Optional<PixelGrid> pixels = PixelGrid.of(spec);
    sections.add(
        new Section(
            "Features",
            pixels.<List<Block>>map(this::errorImages).orElseGet(() -> features(fits))));
    List<Block> shown = pixels.<List<Block>>map(this::images).orElseGet(this::reconstructions);
    if (!shown.isEmpty()) {
      sections.add(new Section("Original against reconstruction", shown));
    }
    if (sample.spread().get(0).output().latent().length > 0) {
      sections.add(new Section("Latent", List.of(latent())));
    }
    return sections;
  }

  private Table worst() {
    List<List<String>> rows = new ArrayList<>();
    for (ShownRow row : sample.worst()) {
      List<String> cells = new ArrayList<>();
      cells.add(row.name());
      cells.add(ReportText.number(row.score()));
      cells.add(row.score() > threshold ? "yes" : "no");
      if (sample.anomalous().isPresent()) {
        cells.add(row.anomalous() ? "anomaly" : "normal");
      }
      List<Contribution> contributions = Contribution.of(spec, row.output());
      for (int i = 0; i < 3; i++) {
        cells.add(i < contributions.size() ? told(contributions.get(i), row.output()) : "");
      }
      rows.add(cells);
    }
    List<String> header = new ArrayList<>(List.of("row", "score", "above threshold"));
    if (sample.anomalous().isPresent()) {
      header.add("label");
    }
    header.addAll(List.of("first feature, its share", "second", "third"));
    return new Table("The highest scores, and which features made them", header, rows);
  }

  private static String told(Contribution contribution, ScoredRow row) {
    return "%s %s, expected %s (%.0f\u00a0%%)"
        .formatted(
            contribution.feature().name(),
            value(contribution.feature(), row.row()[contribution.column()]),
            value(contribution.feature(), row.reconstruction()[contribution.column()]),
            100 * contribution.share());
  }

  private static String value(Feature feature, float value) {
    if (Float.isNaN(value)) {
      return "missing";
    }
    if (feature instanceof CategoryFeature category) {
      String level = category.level(value);
      return level == null ? "unseen" : level;
    }
    return ReportText.number(value);
  }

  /** Where in the picture the errors are. */
  private List<Block> errorImages(PixelGrid grid) {
    List<Image> images = new ArrayList<>();
    for (boolean anomalous : new boolean[] {false, true}) {
      List<ShownRow> rows = rows(anomalous);
      if (!rows.isEmpty()) {
        images.add(errorImage(anomalous ? "anomalies" : "normal rows", grid, rows));
      }
    }
    return List.of(
        new Images(
            "Mean feature error by pixel, black none, white the highest twentieth of the picture",
            images.size(),
            images));
  }

  private List<ShownRow> rows(boolean anomalous) {
    return sample.spread().stream().filter(row -> row.anomalous() == anomalous).toList();
  }

  private List<Block> features(List<ColumnFit> given) {
    List<ShownRow> normal = rows(false);
    List<ShownRow> anomalous = rows(true);
    double[] usual = meanErrors(normal);
    double[] unusual = meanErrors(anomalous);
    double[] order = anomalous.isEmpty() ? usual : unusual;
    List<Integer> columns =
        IntStream.range(0, usual.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> order[i]).reversed())
            .limit(MOST_FEATURES)
            .toList();
    List<String> names = spec.columns();
    List<Series> series = new ArrayList<>();
    series.add(bars(anomalous.isEmpty() ? "rows" : "normal rows", usual, columns));
    if (!anomalous.isEmpty()) {
      series.add(bars("anomalies", unusual, columns));
    }
    List<ColumnFit> fits =
        given.isEmpty()
            ? ColumnFit.of(
                spec,
                (normal.isEmpty() ? sample.spread() : normal)
                    .stream().map(ShownRow::output).toList())
            : given;
    return List.of(
        new Chart(
            "Mean feature error, in units of held-out error",
            Axis.linear(""),
            isWide(columns, usual, unusual)
                ? Axis.logarithmic("feature error")
                : Axis.linear("feature error"),
            columns.stream().map(names::get).toList(),
            series,
            List.of()),
        new Table(
            "How well columns are reconstructed",
            List.of("column", "error, its own unit", "variance explained"),
            columns.stream().map(column -> fit(fits.get(column))).toList()));
  }

  /** Whether bars of usual errors would be too low to see beside those of anomalies. */
  private static boolean isWide(List<Integer> columns, double[] usual, double[] unusual) {
    double least = columns.stream().mapToDouble(column -> usual[column]).min().orElse(0);
    double most = columns.stream().mapToDouble(column -> unusual[column]).max().orElse(0);
    return least > 0 && most > ScoreCharts.WIDE * least;
  }

  private static List<String> fit(ColumnFit fit) {
    return List.of(
        fit.column(),
        ReportText.number(fit.error()),
        fit.explained() == null
            ? "–"
            : fit.explained() < 0 ? "none" : ReportText.percent(fit.explained()));
  }

  private double[] meanErrors(List<ShownRow> rows) {
    double[] means = new double[spec.width()];
    for (ShownRow row : rows) {
      float[] errors = row.output().featureError();
      for (int i = 0; i < means.length; i++) {
        means[i] += (Float.isFinite(errors[i]) ? errors[i] : 0) / rows.size();
      }
    }
    return means;
  }

  private static Series bars(String name, double[] values, List<Integer> columns) {
    return new Series(
        name,
        Shape.BARS,
        IntStream.range(0, columns.size())
            .mapToObj(i -> new Point(i, values[columns.get(i)]))
            .toList());
  }

  /** The features that made the highest score, over the rows about it. */
  private List<Block> reconstructions() {
    if (sample.stretch().size() < 2) {
      return List.of();
    }
    ShownRow highest =
        sample.stretch().stream().max(Comparator.comparingDouble(ShownRow::score)).orElseThrow();
    List<Block> charts = new ArrayList<>();
    charts.add(
        new Chart(
            "Score",
            Axis.linear("row, from " + sample.stretch().get(0).name()),
            Axis.linear("score"),
            List.of(),
            List.of(line("score", ShownRow::score), line("threshold", row -> threshold)),
            List.of()));
    Contribution.of(spec, highest.output()).stream()
        .filter(each -> !(each.feature() instanceof CategoryFeature))
        .limit(MOST_LINES)
        .forEach(each -> charts.add(chart(each)));
    return charts;
  }

  private Chart chart(Contribution contribution) {
    int column = contribution.column();
    return new Chart(
        spec.columns().get(column),
        Axis.linear("row, from " + sample.stretch().get(0).name()),
        Axis.linear(spec.columns().get(column)),
        List.of(),
        List.of(
            line("original", row -> row.output().row()[column]),
            line("reconstruction", row -> row.output().reconstruction()[column])),
        List.of());
  }

  private Series line(String name, ToDoubleFunction<ShownRow> value) {
    List<ShownRow> rows = sample.stretch();
    return new Series(
        name,
        Shape.LINE,
        IntStream.range(0, rows.size())
            .mapToObj(i -> new Point(i, value.applyAsDouble(rows.get(i))))
            .toList());
  }

  private List<Block> images(PixelGrid grid) {
    List<ShownRow> some = new ArrayList<>();
    int step = Math.max(1, sample.spread().size() / MOST_IMAGES);
    for (int i = 0; i < sample.spread().size() && some.size() < MOST_IMAGES; i += step) {
      some.add(sample.spread().get(i));
    }
    List<ShownRow> worst = sample.worst().subList(0, Math.min(MOST_IMAGES, sample.worst().size()));
    return List.of(pairs("Rows from first to last", grid, some), pairs("Worst rows", grid, worst));
  }

  /** Originals above, their reconstructions below. */
  private Images pairs(String caption, PixelGrid grid, List<ShownRow> rows) {
    double low = rows.stream().mapToDouble(row -> extreme(row, -1)).max().orElse(0) * -1;
    double high = rows.stream().mapToDouble(row -> extreme(row, 1)).max().orElse(1);
    List<Image> images = new ArrayList<>();
    for (ShownRow row : rows) {
      images.add(image(ReportText.number(row.score()), grid, row.output().row(), low, high));
    }
    for (ShownRow row : rows) {
      images.add(image("", grid, row.output().reconstruction(), low, high));
    }
    return new Images(
        caption + ": original with its score, below it the reconstruction", rows.size(), images);
  }

  private static double extreme(ShownRow row, int sign) {
    double highest = Double.NEGATIVE_INFINITY;
    for (float value : row.output().row()) {
      highest = Float.isNaN(value) ? highest : Math.max(highest, sign * value);
    }
    return highest;
  }

  private Image errorImage(String label, PixelGrid grid, List<ShownRow> rows) {
    double[] means = meanErrors(rows);
    float[] errors = new float[means.length];
    for (int i = 0; i < means.length; i++) {
      errors[i] = (float) means[i];
    }
    // a few pixels at the margin that hardly ever vary would leave all others black
    double high = Arrays.stream(means).sorted().toArray()[(int) (WHITE_FROM * (means.length - 1))];
    return image(label, grid, errors, 0, high);
  }

  private static Image image(
      String label, PixelGrid grid, float[] values, double low, double high) {
    Integer[] pixels = new Integer[grid.width() * grid.height()];
    Arrays.fill(pixels, 0);
    for (int i = 0; i < values.length; i++) {
      double share = high > low ? (values[i] - low) / (high - low) : 0;
      pixels[grid.places().get(i)] = (int) Math.round(255 * Math.max(0, Math.min(1, share)));
    }
    return new Image(label, grid.width(), List.of(pixels));
  }

  private Chart latent() {
    List<ShownRow> rows = sample.spread();
    LatentPlane plane = LatentPlane.of(rows.stream().map(row -> row.output().latent()).toList());
    boolean labels = sample.labelled();
    List<Point> usual = new ArrayList<>();
    List<Point> unusual = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      ShownRow row = rows.get(i);
      boolean marked = labels ? row.anomalous() : row.score() > threshold;
      (marked ? unusual : usual).add(new Point(plane.first()[i], plane.second()[i]));
    }
    return new Chart(
        "Latent vectors in their principal plane, %s of their variance"
            .formatted(ReportText.percent(plane.explained())),
        Axis.linear("first component"),
        Axis.linear("second component"),
        List.of(),
        List.of(
            new Series(labels ? "normal" : "below the threshold", Shape.POINTS, usual),
            new Series(labels ? "anomaly" : "above the threshold", Shape.POINTS, unusual)),
        List.of());
  }
}
