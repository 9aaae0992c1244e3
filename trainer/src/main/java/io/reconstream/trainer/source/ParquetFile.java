/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.source;

import io.reconstream.model.feature.FieldPath;
import io.reconstream.model.feature.FieldPath.Field;
import io.reconstream.model.feature.FieldPath.Index;
import io.reconstream.model.feature.FieldPath.Step;
import io.reconstream.trainer.config.InvalidInputException;
import io.reconstream.trainer.duckdb.DuckDb;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A Parquet file, read by DuckDB in this process. */
final class ParquetFile implements RecordFile {
  private final Path path;

  /** Every column and struct field, with its SQL expression and type; structs included. */
  private final Map<FieldPath, Column> columns = new LinkedHashMap<>();

  private record Column(String expression, String type) {
    boolean isStruct() {
      return type.startsWith("STRUCT") && !isList();
    }

    boolean isList() {
      return type.endsWith("]");
    }

    boolean isPlain() {
      return !isStruct() && !isList() && !type.startsWith("MAP") && !type.startsWith("UNION");
    }

    /** All moments as one type, in UTC. */
    String selected() {
      boolean moment = type.startsWith("TIMESTAMP") || type.equals("DATE");
      return moment ? "CAST(%s AS TIMESTAMPTZ)".formatted(expression) : expression;
    }
  }

  private ParquetFile(Path path) {
    this.path = path;
  }

  static ParquetFile open(Path path) {
    ParquetFile file = new ParquetFile(path);
    try (Connection connection = DuckDb.connect();
        Statement statement = connection.createStatement()) {
      file.describe(statement, List.of(), "*", "");
      return file;
    } catch (SQLException e) {
      throw failure(path, e);
    }
  }

  private static InvalidInputException failure(Path path, SQLException e) {
    return new InvalidInputException(
        "'%s' cannot be read as Parquet: %s".formatted(path, DuckDb.reason(e)), e);
  }

  private String table() {
    return "read_parquet(%s)".formatted(DuckDb.literal(path));
  }

  private void describe(Statement statement, List<Step> steps, String selection, String prefix)
      throws SQLException {
    Map<FieldPath, Column> found = new LinkedHashMap<>();
    try (ResultSet rows =
        statement.executeQuery("DESCRIBE SELECT %s FROM %s".formatted(selection, table()))) {
      while (rows.next()) {
        String name = rows.getString("column_name");
        List<Step> longer = new ArrayList<>(steps);
        longer.add(new Field(FieldPath.avroName(name)));
        String quoted = "\"%s\"".formatted(name.replace("\"", "\"\""));
        String expression = prefix.isEmpty() ? quoted : "(%s).%s".formatted(prefix, quoted);
        found.put(new FieldPath(longer), new Column(expression, rows.getString("column_type")));
      }
    }
    for (Map.Entry<FieldPath, Column> entry : found.entrySet()) {
      columns.put(entry.getKey(), entry.getValue());
      if (entry.getValue().isStruct()) {
        String struct = entry.getValue().expression();
        describe(statement, entry.getKey().steps(), "UNNEST(%s)".formatted(struct), struct);
      }
    }
  }

  @Override
  public List<FieldPath> fields() {
    return columns.entrySet().stream()
        .filter(entry -> entry.getValue().isPlain())
        .map(Map.Entry::getKey)
        .toList();
  }

  @Override
  public boolean has(FieldPath field) {
    return column(field).filter(Column::isPlain).isPresent();
  }

  /** A column, or the element of a list column. */
  private Optional<Column> column(FieldPath field) {
    if (columns.containsKey(field)) {
      return Optional.of(columns.get(field));
    }
    int last = field.steps().size() - 1;
    if (last > 0 && field.steps().get(last) instanceof Index index) {
      return column(new FieldPath(field.steps().subList(0, last)))
          .filter(Column::isList)
          .map(
              list ->
                  new Column(
                      "(%s)[%d]".formatted(list.expression(), index.position() + 1),
                      list.type().substring(0, list.type().lastIndexOf('['))));
    }
    return Optional.empty();
  }

  @Override
  public FileCursor open(List<FieldPath> fields) {
    String selection =
        fields.stream()
            .map(field -> column(field).orElseThrow().selected())
            .collect(Collectors.joining(", "));
    try {
      return new Rows(
          "SELECT %s FROM %s".formatted(selection.isEmpty() ? "1" : selection, table()));
    } catch (SQLException e) {
      throw failure(path, e);
    }
  }

  private final class Rows implements FileCursor {
    private final Connection connection = DuckDb.connect();
    private final ResultSet rows;
    private long count;

    Rows(String query) throws SQLException {
      try {
        rows = connection.createStatement().executeQuery(query);
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    }

    @Override
    public boolean next() {
      try {
        count++;
        return rows.next();
      } catch (SQLException e) {
        throw failure(path, e);
      }
    }

    @Override
    public Object get(int index) {
      try {
        Object value = rows.getObject(index + 1);
        if (value == null || value instanceof Number || value instanceof Boolean) {
          return value;
        }
        return value instanceof OffsetDateTime moment ? moment.toInstant() : value.toString();
      } catch (SQLException e) {
        throw failure(path, e);
      }
    }

    @Override
    public boolean untyped() {
      return false;
    }

    @Override
    public String position() {
      return "%s, row %d".formatted(path, count);
    }

    @Override
    public void close() {
      try {
        connection.close();
      } catch (SQLException e) {
        throw failure(path, e);
      }
    }
  }
}
