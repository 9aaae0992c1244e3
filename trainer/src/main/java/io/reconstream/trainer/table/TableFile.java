/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.table;

import io.reconstream.model.bundle.WholeFile;
import io.reconstream.trainer.config.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes lines of named values to a file: CSV, JSON lines or Parquet, as its name says. The file
 * appears whole or not at all.
 */
public final class TableFile {
  private final Path file;
  private final Format format;

  private enum Format {
    CSV,
    JSON_LINES,
    PARQUET
  }

  private TableFile(Path file, Format format) {
    this.file = file;
    this.format = format;
  }

  /** Gives the lines. */
  @FunctionalInterface
  public interface Source {

    /** Gives every line in order. */
    void writeTo(Lines lines) throws IOException;
  }

  /** Takes lines. */
  @FunctionalInterface
  public interface Lines {

    /**
     * Adds a line.
     *
     * @param cells one per column: numbers, booleans, texts, instants, or null for no value
     */
    void add(List<?> cells) throws IOException;
  }

  /**
   * A file to be written.
   *
   * @throws InvalidInputException if its name does not tell a format
   */
  public static TableFile of(Path file) {
    String name = file.getFileName().toString();
    Format format =
        switch (name.substring(name.lastIndexOf('.') + 1)) {
          case "csv" -> Format.CSV;
          case "json", "jsonl", "ndjson" -> Format.JSON_LINES;
          case "parquet" -> Format.PARQUET;
          default ->
              throw new InvalidInputException(
                  "--out is '%s', expected a name that ends with .csv, .json, .jsonl, .ndjson or .parquet"
                      .formatted(file));
        };
    return new TableFile(file, format);
  }

  /**
   * Writes the whole file.
   *
   * @throws InvalidInputException if two columns have the same name
   * @throws UncheckedIOException if it cannot be written
   */
  public void write(List<String> columns, Source source) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.indexOf(columns.get(i)) < i) {
        throw new InvalidInputException(
            "two columns of '%s' would be called '%s', expected different names"
                .formatted(file, columns.get(i)));
      }
    }
    try {
      WholeFile.write(
          file,
          draft -> {
            switch (format) {
              case CSV -> CsvLines.write(draft, columns, source);
              case JSON_LINES -> JsonLines.write(draft, columns, source);
              case PARQUET -> ParquetLines.write(draft, columns, source);
            }
            return draft;
          });
    } catch (IOException e) {
      throw new UncheckedIOException(
          "'%s' cannot be written: %s".formatted(file, WholeFile.reason(e)), e);
    }
  }
}
