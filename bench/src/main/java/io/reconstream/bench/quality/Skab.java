/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.quality;

import io.reconstream.trainer.config.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A water pump's test bench: each file begins with normal rows, of which 400 train. Verdicts are
 * counted row by row at the sealed threshold, over all files together, and look at no future row.
 */
record Skab() implements Suite {
  private static final int TRAINING_ROWS = 400;
  private static final String BEST = "Conv-AE, looks ahead";

  @Override
  public String name() {
    return "skab";
  }

  @Override
  public String origin() {
    return "github.com/waico/SKAB, GPL-3.0; figures: its leaderboard";
  }

  @Override
  public QualityGroup group(Path data) {
    List<QualitySet> sets = new ArrayList<>();
    for (String folder : List.of("valve1", "valve2", "other")) {
      for (Path file : files(data.resolve("skab").resolve(folder))) {
        sets.add(
            new QualitySet(
                folder + "/" + file.getFileName().toString().replace(".csv.gz", ""),
                CsvSource.file(file),
                new Protocol.PrefixRest(TRAINING_ROWS),
                List.of("datetime", "changepoint"),
                0,
                Map.of()));
      }
    }
    return new QualityGroup(
        name(),
        Kind.SERIES,
        QualityGroup.Unit.SHARE,
        List.of(Figure.F1, Figure.FALSE_ALARM_RATE, Figure.MISSED_ALARM_RATE),
        sets,
        Map.of(
            Figure.F1, new Published(0.78, BEST),
            Figure.FALSE_ALARM_RATE, new Published(0.136, BEST),
            Figure.MISSED_ALARM_RATE, new Published(0.28, BEST)));
  }

  private static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new InvalidInputException("there is no folder '%s'".formatted(folder));
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found =
          files.filter(file -> file.toString().endsWith(".csv.gz")).sorted().toList();
      if (found.isEmpty()) {
        throw new InvalidInputException("there is no .csv.gz in '%s'".formatted(folder));
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException("'%s' cannot be read".formatted(folder), e);
    }
  }
}
