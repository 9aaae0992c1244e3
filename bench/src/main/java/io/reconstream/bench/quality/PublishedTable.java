/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.quality;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Published figures: a line for each set, a column for each detector. */
final class PublishedTable {
  private final List<String> detectors;
  private final Map<String, List<Double>> figures;

  private PublishedTable(List<String> detectors, Map<String, List<Double>> figures) {
    this.detectors = detectors;
    this.figures = figures;
  }

  /**
   * Reads a CSV file whose first column names the set.
   *
   * @param first the first detector's column
   */
  static PublishedTable read(Path file, int first) {
    List<String> detectors = new ArrayList<>();
    Map<String, List<Double>> figures = new LinkedHashMap<>();
    try {
      CsvSource.file(file)
          .read(
              new CsvSource.Rows() {
                @Override
                public void header(List<String> names) {
                  detectors.addAll(names.subList(first, names.size()));
                }

                @Override
                public void row(List<String> cells) {
                  figures.put(
                      cells.get(0),
                      cells.subList(first, cells.size()).stream().map(Double::valueOf).toList());
                }
              });
    } catch (IOException e) {
      throw new UncheckedIOException("'%s' cannot be read".formatted(file), e);
    }
    return new PublishedTable(detectors, figures);
  }

  /** The best figure on one set. */
  Published best(String set) {
    return best(List.of(set));
  }

  /** The best mean over sets. */
  Published bestMean(List<String> sets) {
    return best(sets);
  }

  private Published best(List<String> sets) {
    Published best = new Published(Double.NEGATIVE_INFINITY, "");
    for (int i = 0; i < detectors.size(); i++) {
      int detector = i;
      double mean =
          sets.stream()
              .map(set -> Objects.requireNonNull(figures.get(set), set))
              .mapToDouble(row -> row.get(detector))
              .average()
              .orElseThrow();
      if (mean > best.value()) {
        best = new Published(mean, detectors.get(i));
      }
    }
    return best;
  }
}
