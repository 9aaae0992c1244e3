/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.quality;

import io.reconstream.trainer.config.InvalidInputException;
import java.io.IOException;
import java.util.List;

/** Which rows of a set train, unlabelled, and which are tested. */
sealed interface Protocol {

  /** What becomes of one row. */
  enum Part {
    TRAIN,
    TEST,
    /** Trains, and is tested, too. */
    BOTH,
    UNUSED
  }

  /** A decision about row after row, in the order of the source. */
  interface Division {
    Part of(List<String> cells);
  }

  /** Starts at the first row. */
  Division divide(CsvSource source) throws IOException;

  /** Leading rows that are scored, as those after them depend on them, but are in no figure. */
  default int leading() {
    return 0;
  }

  /** How many leading rows train; 0 where rows that train are not the first. */
  default int trainingRows() {
    return 0;
  }

  /** Columns that no feature is made of. */
  default List<String> columns() {
    return List.of();
  }

  /**
   * The first half of the normal rows trains; the other normal rows and all anomalies are tested
   * (ADBench's semi-supervised setting).
   */
  record Semi() implements Protocol {
    @Override
    public Division divide(CsvSource source) throws IOException {
      long[] normals = {0};
      source.read(
          new CsvSource.Rows() {
            @Override
            public void header(List<String> names) {}

            @Override
            public void row(List<String> cells) {
              normals[0] += CsvSource.anomalous(cells) ? 0 : 1;
            }
          });
      long half = Math.round(normals[0] / 2.0);
      long[] seen = {0};
      return cells -> !CsvSource.anomalous(cells) && seen[0]++ < half ? Part.TRAIN : Part.TEST;
    }
  }

  /**
   * The first rows of a series train, whatever they are; every row is tested (TSB-AD).
   *
   * @param rows that train
   */
  record Prefix(int rows) implements Protocol {
    @Override
    public int trainingRows() {
      return rows;
    }

    @Override
    public Division divide(CsvSource source) {
      long[] seen = {0};
      return cells -> seen[0]++ < rows ? Part.BOTH : Part.TEST;
    }
  }

  /**
   * The first rows of a series train, whatever they are; the rows after them are tested (SKAB).
   *
   * @param rows that train
   */
  record PrefixRest(int rows) implements Protocol {
    @Override
    public Division divide(CsvSource source) {
      return new Prefix(rows).divide(source);
    }

    @Override
    public int leading() {
      return rows;
    }

    @Override
    public int trainingRows() {
      return rows;
    }
  }

  /** A column {@code split} says {@code train} or {@code test}; other rows are not used. */
  record SplitColumn() implements Protocol {
    private static final String COLUMN = "split";

    @Override
    public Division divide(CsvSource source) throws IOException {
      int[] place = {-1};
      source.read(
          new CsvSource.Rows() {
            @Override
            public void header(List<String> names) {
              place[0] = names.indexOf(COLUMN);
            }

            @Override
            public void row(List<String> cells) {}
          });
      if (place[0] < 0) {
        throw new InvalidInputException(
            "there is no column '%s' that says train or test".formatted(COLUMN));
      }
      return cells ->
          switch (cells.get(place[0])) {
            case "train" -> Part.TRAIN;
            case "test" -> Part.TEST;
            default -> Part.UNUSED;
          };
    }

    @Override
    public List<String> columns() {
      return List.of(COLUMN);
    }
  }

  /**
   * Reads what the command line says.
   *
   * @throws InvalidInputException if it is no protocol
   */
  static Protocol parse(String text) {
    if (text.equals("semi")) {
      return new Semi();
    }
    if (text.equals("split-column")) {
      return new SplitColumn();
    }
    if (text.matches("prefix:[1-9][0-9]{0,8}")) {
      return new Prefix(Integer.parseInt(text.substring("prefix:".length())));
    }
    if (text.matches("prefix-rest:[1-9][0-9]{0,8}")) {
      return new PrefixRest(Integer.parseInt(text.substring("prefix-rest:".length())));
    }
    throw new InvalidInputException(
        "--protocol is '%s', expected semi, split-column, prefix:N or prefix-rest:N with N rows that train"
            .formatted(text));
  }
}
