/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.source;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.reconstream.model.feature.FieldPath;
import io.reconstream.trainer.config.InvalidInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A CSV file with a header line. The separator is the one of comma, semicolon, tab and bar that the
 * header has most of; quotes are RFC 4180's.
 */
final class CsvFile implements RecordFile {
  private static final List<Character> SEPARATORS = List.of(',', ';', '\t', '|');

  private final Path path;
  private final Set<String> missing;
  private final char separator;
  private final List<String> header;
  private final Map<FieldPath, Integer> columns = new LinkedHashMap<>();

  private CsvFile(Path path, Set<String> missing, char separator, List<String> header) {
    this.path = path;
    this.missing = missing;
    this.separator = separator;
    this.header = List.copyOf(header);
  }

  static CsvFile open(Path path, Set<String> missing) {
    char separator = separator(path);
    try (Lines lines = new Lines(path, separator)) {
      CsvRecord header = lines.next();
      if (header == null) {
        throw new InvalidInputException(
            "'%s' is empty, expected a header line with the columns' names".formatted(path));
      }
      CsvFile file = new CsvFile(path, missing, separator, header.getFields());
      file.nameColumns();
      return file;
    }
  }

  private static char separator(Path path) {
    try (BufferedReader reader = TextInput.open(path)) {
      String line = reader.readLine();
      String names = line == null ? "" : line.replaceAll("\"[^\"]*\"", "");
      char best = ',';
      for (char candidate : SEPARATORS) {
        if (occurrences(names, candidate) > occurrences(names, best)) {
          best = candidate;
        }
      }
      return best;
    } catch (IOException e) {
      throw TextInput.failure(path, 1, e);
    }
  }

  private static long occurrences(String text, char wanted) {
    return text.chars().filter(c -> c == wanted).count();
  }

  private static boolean isNumber(String name) {
    return name.strip().matches("[+-]?[0-9.]+([eE][+-]?[0-9]+)?");
  }

  private void nameColumns() {
    if (header.stream().allMatch(name -> isNumber(name))) {
      throw new InvalidInputException(
          "'%s' begins with numbers (%s), expected a header line with the columns' names"
              .formatted(path, String.join(", ", header)));
    }
    for (int i = 0; i < header.size(); i++) {
      FieldPath field = field(i);
      Integer twin = columns.putIfAbsent(field, i);
      if (twin != null) {
        throw new InvalidInputException(
            "'%s' has columns '%s' and '%s', which are both called %s; expected different names"
                .formatted(path, header.get(twin), header.get(i), field));
      }
    }
  }

  private FieldPath field(int column) {
    try {
      return FieldPath.parse(FieldPath.avroName(header.get(column).strip()));
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          "the name of column %d of '%s' is none of a field: %s"
              .formatted(column + 1, path, e.getMessage()),
          e);
    }
  }

  @Override
  public List<FieldPath> fields() {
    return List.copyOf(columns.keySet());
  }

  @Override
  public String title(FieldPath field) {
    return header.get(columns.get(field)).strip();
  }

  @Override
  public boolean has(FieldPath field) {
    return columns.containsKey(field);
  }

  @Override
  public FileCursor open(List<FieldPath> fields) {
    int[] indexes = fields.stream().mapToInt(columns::get).toArray();
    Lines lines = new Lines(path, separator);
    lines.next();
    return new FileCursor() {
      private CsvRecord line;

      @Override
      public boolean next() {
        line = lines.next();
        if (line != null && line.getFieldCount() != header.size()) {
          throw new InvalidInputException(
              "%s has %d values, expected %d as in the header (%s)"
                  .formatted(
                      position(), line.getFieldCount(), header.size(), String.join(", ", header)));
        }
        return line != null;
      }

      @Override
      public Object get(int index) {
        String cell = line.getField(indexes[index]);
        return cell.isBlank() || missing.contains(cell.strip()) ? null : cell;
      }

      @Override
      public boolean untyped() {
        return true;
      }

      @Override
      public String position() {
        return "%s, line %d".formatted(path, line.getStartingLineNumber());
      }

      @Override
      public void close() {
        lines.close();
      }
    };
  }

  /** The file's lines, header included; what fails is said with its line. */
  private static final class Lines implements AutoCloseable {
    private final Path path;
    private final CloseableIterator<CsvRecord> records;
    private long line;

    Lines(Path path, char separator) {
      this.path = path;
      this.records =
          CsvReader.builder()
              .fieldSeparator(separator)
              .commentStrategy(CommentStrategy.NONE)
              .skipEmptyLines(true)
              .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
              .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
              .allowUnclosedQuote(false)
              .ofCsvRecord(TextInput.open(path))
              .iterator();
    }

    /** The next line, or null after the last. */
    CsvRecord next() {
      try {
        if (!records.hasNext()) {
          return null;
        }
        CsvRecord next = records.next();
        line = next.getStartingLineNumber();
        return next;
      } catch (UncheckedIOException e) {
        throw TextInput.failure(path, line + 1, e.getCause());
      } catch (CsvParseException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        throw new InvalidInputException(
            "%s, line %d cannot be read: %s".formatted(path, line + 1, cause.getMessage()), e);
      }
    }

    @Override
    public void close() {
      try {
        records.close();
      } catch (IOException e) {
        throw TextInput.failure(path, line, e);
      }
    }
  }
}
