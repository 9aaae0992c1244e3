/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.quality;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Series as TSB-AD measures them: the first rows train, unlabelled, and every row is tested.
 *
 * @param name of the group
 * @param figures the file with the published figures: series, file, rows that train, widest margin,
 *     then a column for each detector
 * @param part of the name of a series in it
 * @param pattern from the file there to the file in the folder
 * @param exclude columns that are no features
 * @param origin where the series come from
 */
record TsbAd(
    String name, String figures, String part, String pattern, List<String> exclude, String origin)
    implements Suite {
  private static final int FIRST_DETECTOR = 4;
  private static final String MULTIVARIATE = "published_tsbad_multivariate_vuspr.csv";
  private static final String FIGURES = "; figures: github.com/TheDatumOrg/TSB-AD";

  /** Server metrics. */
  static final TsbAd SMD =
      new TsbAd(
          "smd",
          MULTIVARIATE,
          "_SMD_",
          "%s",
          List.of(),
          "github.com/NetManAIOps/OmniAnomaly, MIT" + FIGURES);

  /** Telemetry of a spacecraft. */
  static final TsbAd MSL =
      new TsbAd(
          "msl",
          MULTIVARIATE,
          "_MSL_",
          "%s",
          List.of(),
          "JPL, by github.com/imperial-qore/TranAD" + FIGURES);

  /** Single measurements of many kinds. */
  static final TsbAd NAB =
      new TsbAd(
          "nab",
          "published_tsbad_nab_vuspr.csv",
          "_NAB_",
          "nab/%s.csv.gz",
          List.of("timestamp"),
          "github.com/numenta/NAB, MIT" + FIGURES);

  /** One line of the published figures. */
  private record Line(String series, String file, int trainingRows, int window) {
    String set() {
      return file.substring(file.lastIndexOf('/') + 1).replaceAll("(_test)?\\.csv\\.gz$", "");
    }
  }

  @Override
  public QualityGroup group(Path data) {
    Path file = data.resolve(figures);
    PublishedTable published = PublishedTable.read(file, FIRST_DETECTOR);
    List<QualitySet> sets = new ArrayList<>();
    List<String> all = new ArrayList<>();
    for (Line line : lines(file)) {
      sets.add(
          new QualitySet(
              line.set(),
              CsvSource.file(data.resolve(pattern.formatted(line.file))),
              new Protocol.Prefix(line.trainingRows),
              exclude,
              line.window,
              Map.of(Figure.VUS_PR, published.best(line.series))));
      all.add(line.series);
    }
    return new QualityGroup(
        name,
        Kind.SERIES,
        QualityGroup.Unit.SHARE,
        List.of(Figure.VUS_PR),
        sets,
        Map.of(Figure.VUS_PR, published.bestMean(all)));
  }

  private List<Line> lines(Path file) {
    List<Line> lines = new ArrayList<>();
    try {
      CsvSource.file(file)
          .read(
              new CsvSource.Rows() {
                @Override
                public void header(List<String> names) {}

                @Override
                public void row(List<String> cells) {
                  if (cells.get(0).contains(part)) {
                    lines.add(
                        new Line(
                            cells.get(0),
                            cells.get(1),
                            Integer.parseInt(cells.get(2)),
                            Integer.parseInt(cells.get(3))));
                  }
                }
              });
    } catch (IOException e) {
      throw new UncheckedIOException("'%s' cannot be read".formatted(file), e);
    }
    return lines;
  }
}
