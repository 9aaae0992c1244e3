/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.replay;

import io.reconstream.model.feature.FieldPath;
import io.reconstream.trainer.config.InvalidInputException;
import io.reconstream.trainer.source.Records;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;

/** The Avro schema of records that come without one, from all of their values. */
final class SchemaInference {
  private final Records records;
  private final Optional<String> timeColumn;
  private final Consumer<String> notes;

  /** What was found in one column so far. */
  private static final class Column {
    private ColumnType type;
    private long values;
    private long texts;
    private String firstText;

    void add(Object value, Records.Cursor cursor) {
      ColumnType found = ColumnType.of(value, cursor.untyped());
      type = type == null ? found : type.and(found);
      values++;
      if (found == ColumnType.STRING && texts++ == 0) {
        firstText = "'%s' (%s)".formatted(value, cursor.position());
      }
    }

    /** Whether a few texts made a text of what is something else. */
    boolean isSpoilt() {
      return type == ColumnType.STRING && 2 * texts < values;
    }
  }

  /**
   * @param timeColumn the column that becomes a timestamp
   * @param notes gets what the user should know of a column
   */
  SchemaInference(Records records, Optional<String> timeColumn, Consumer<String> notes) {
    this.records = records;
    this.timeColumn = timeColumn.map(FieldPath::avroName);
    this.notes = notes;
  }

  /**
   * Reads every record. All fields may be null, so that a file with gaps and one without have the
   * same schema.
   *
   * @param name of the schema
   */
  Schema infer(String name) {
    List<FieldPath> fields = records.fields();
    ColumnType[] types = types(fields);
    return Schema.createRecord(
        FieldPath.avroName(name),
        null,
        "io.reconstream.replay",
        false,
        IntStream.range(0, types.length).mapToObj(i -> field(fields.get(i), types[i])).toList());
  }

  private ColumnType[] types(List<FieldPath> fields) {
    Column[] columns = new Column[fields.size()];
    Arrays.setAll(columns, i -> new Column());
    try (Records.Cursor cursor = records.open(fields)) {
      while (cursor.next()) {
        for (int i = 0; i < columns.length; i++) {
          Object value = cursor.get(i);
          if (value != null) {
            columns[i].add(value, cursor);
          }
        }
      }
    }
    ColumnType[] types = new ColumnType[columns.length];
    for (int i = 0; i < types.length; i++) {
      if (isTime(fields.get(i))) {
        types[i] = ColumnType.TIMESTAMP;
        continue;
      }
      // a column without any value is text as good as anything
      types[i] = columns[i].type == null ? ColumnType.STRING : columns[i].type;
      if (columns[i].isSpoilt()) {
        notes.accept(
            "column '%s' becomes text, as %d of %d values are, the first is %s; if they mean 'no value', name them with --missing"
                .formatted(
                    fields.get(i), columns[i].texts, columns[i].values, columns[i].firstText));
      }
    }
    return types;
  }

  private boolean isTime(FieldPath field) {
    return timeColumn.filter(field.toString()::equals).isPresent();
  }

  private static Schema.Field field(FieldPath path, ColumnType type) {
    if (path.steps().size() > 1) {
      throw new InvalidInputException(
          "field '%s' is nested, expected a flat file or a schema (--schema)".formatted(path));
    }
    Schema nullable = Schema.createUnion(Schema.create(Schema.Type.NULL), type.schema());
    return new Schema.Field(path.toString(), nullable, null, JsonProperties.NULL_VALUE);
  }
}
