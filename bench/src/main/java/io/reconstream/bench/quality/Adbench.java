/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.quality;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Twelve tabular sets of ADBench, with the semi-supervised figures that 26 detectors reached. */
record Adbench() implements Suite {
  private static final List<String> SETS =
      List.of(
          "thyroid",
          "annthyroid",
          "cardio",
          "cardiotocography",
          "satellite",
          "satimage-2",
          "landsat",
          "shuttle",
          "pendigits",
          "mammography",
          "letter",
          "mnist");

  @Override
  public String name() {
    return "adbench";
  }

  @Override
  public String origin() {
    return "github.com/Minqi824/ADBench, BSD-2-Clause; figures: github.com/vicliv/DTE, table 1";
  }

  @Override
  public QualityGroup group(Path data) {
    PublishedTable published =
        PublishedTable.read(data.resolve("published_adbench_semi_aucroc.csv"), 1);
    List<QualitySet> sets = new ArrayList<>();
    for (String set : SETS) {
      sets.add(
          new QualitySet(
              set,
              CsvSource.file(data.resolve("adbench_" + set).resolve(set + ".csv.gz")),
              new Protocol.Semi(),
              List.of(),
              0,
              Map.of(Figure.AUROC, published.best(set))));
    }
    return new QualityGroup(
        name(),
        Kind.ROWS,
        QualityGroup.Unit.PERCENT,
        List.of(Figure.AUROC),
        sets,
        Map.of(Figure.AUROC, published.bestMean(SETS)));
  }
}
