/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.table;

import io.reconstream.trainer.duckdb.DuckDb;
import io.reconstream.trainer.table.TableFile.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;

/**
 * Parquet. A column's type must be known before its first value is written, so the lines go to a
 * CSV file first; a column is of the narrowest type that holds all of its values.
 */
final class ParquetLines {
  private ParquetLines() {}

  static void write(Path file, List<String> columns, Source source) throws IOException {
    Path text = file.resolveSibling(file.getFileName() + ".csv");
    try {
      String[] types = new String[columns.size()];
      CsvLines.write(
          text,
          columns,
          lines ->
              source.writeTo(
                  cells -> {
                    for (int i = 0; i < types.length; i++) {
                      types[i] = joined(types[i], cells.get(i));
                    }
                    lines.add(cells);
                  }));
      convert(text, columns, types, file);
    } finally {
      Files.deleteIfExists(text);
    }
  }

  /** The type of a column after another value; null as long as it has none. */
  private static String joined(String type, Object cell) {
    if (cell == null) {
      return type;
    }
    String own = type(cell);
    if (type == null || type.equals(own)) {
      return own;
    }
    return isNumber(type) && isNumber(own) ? "DOUBLE" : "VARCHAR";
  }

  private static String type(Object cell) {
    if (cell instanceof Integer || cell instanceof Long) {
      return "BIGINT";
    } else if (cell instanceof Float) {
      return "FLOAT";
    } else if (cell instanceof Number) {
      return "DOUBLE";
    } else if (cell instanceof Boolean) {
      return "BOOLEAN";
    }
    return cell instanceof Instant ? "TIMESTAMPTZ" : "VARCHAR";
  }

  private static boolean isNumber(String type) {
    return type.equals("BIGINT") || type.equals("FLOAT") || type.equals("DOUBLE");
  }

  private static void convert(Path text, List<String> columns, String[] types, Path file)
      throws IOException {
    StringBuilder struct = new StringBuilder();
    for (int i = 0; i < types.length; i++) {
      struct
          .append(i == 0 ? "" : ", ")
          .append(DuckDb.literal(columns.get(i)))
          .append(": ")
          .append(DuckDb.literal(types[i] == null ? "VARCHAR" : types[i]));
    }
    try (Connection connection = DuckDb.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "COPY (SELECT * FROM read_csv(%s, columns = {%s}, header = true, delim = ',', quote = '\"', escape = '\"', nullstr = '', auto_detect = false)) TO %s (FORMAT parquet)"
              .formatted(DuckDb.literal(text), struct, DuckDb.literal(file)));
    } catch (SQLException e) {
      throw new IOException("DuckDB: " + DuckDb.reason(e), e);
    }
  }
}
