/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.replay;

import io.reconstream.model.feature.FieldPath;
import io.reconstream.trainer.config.InvalidInputException;
import io.reconstream.trainer.source.Records;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;

/** The Avro schema of records that come without one, from all of their values. */
final class SchemaInference {
  private final Records records;
  private final Optional<String> timeColumn;

  /**
   * @param timeColumn the column that becomes a timestamp
   */
  SchemaInference(Records records, Optional<String> timeColumn) {
    this.records = records;
    this.timeColumn = timeColumn.map(FieldPath::avroName);
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
    ColumnType[] types = new ColumnType[fields.size()];
    try (Records.Cursor cursor = records.open(fields)) {
      while (cursor.next()) {
        for (int i = 0; i < types.length; i++) {
          Object value = cursor.get(i);
          if (value != null) {
            ColumnType type = ColumnType.of(value, cursor.untyped());
            types[i] = types[i] == null ? type : types[i].and(type);
          }
        }
      }
    }
    // a column without any value is text as good as anything
    Arrays.setAll(types, i -> types[i] == null ? ColumnType.STRING : types[i]);
    Arrays.setAll(types, i -> isTime(fields.get(i)) ? ColumnType.TIMESTAMP : types[i]);
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
