/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.replay;

import io.reconstream.model.feature.FieldPath;
import io.reconstream.trainer.config.InvalidInputException;
import io.reconstream.trainer.source.Records;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** Turns the record under a cursor into an Avro record. */
final class RowConverter {
  private final Schema schema;
  private final List<FieldPath> columns = new ArrayList<>();
  private final List<Column> targets = new ArrayList<>();

  /**
   * Where a column's values go.
   *
   * @param type without null
   */
  private record Column(Schema.Field field, Schema type, boolean nullable) {}

  /**
   * Matches columns and fields by name. A column without a field is left out.
   *
   * @throws InvalidInputException if a field without a default has no column
   */
  RowConverter(Records records, Schema schema) {
    this.schema = schema;
    List<String> missing = new ArrayList<>();
    for (Schema.Field field : schema.getFields()) {
      FieldPath column = FieldPath.parse(field.name());
      if (records.has(column)) {
        columns.add(column);
        targets.add(column(field));
      } else if (!field.hasDefaultValue()) {
        missing.add(field.name());
      }
    }
    if (!missing.isEmpty()) {
      throw new InvalidInputException(
          "schema %s needs field %s, which has no column and no default; the columns are %s"
              .formatted(
                  schema.getFullName(),
                  String.join(", ", missing),
                  records.fields().stream()
                      .map(FieldPath::toString)
                      .collect(Collectors.joining(", "))));
    }
  }

  private static Column column(Schema.Field field) {
    if (!field.schema().isUnion()) {
      return new Column(field, field.schema(), false);
    }
    List<Schema> types =
        field.schema().getTypes().stream()
            .filter(type -> type.getType() != Schema.Type.NULL)
            .toList();
    if (types.size() != 1) {
      throw new InvalidInputException(
          "field '%s' is %s, expected one type besides null"
              .formatted(field.name(), field.schema()));
    }
    return new Column(field, types.get(0), field.schema().isNullable());
  }

  /** What to read: the columns that have a field. */
  List<FieldPath> columns() {
    return List.copyOf(columns);
  }

  /**
   * The record, with the field's default where there is no column.
   *
   * @throws InvalidInputException if a value does not fit; the message says where it is
   */
  GenericRecord convert(Records.Cursor cursor) {
    GenericRecord event = new GenericData.Record(schema);
    for (Schema.Field field : schema.getFields()) {
      if (field.hasDefaultValue()) {
        event.put(field.pos(), GenericData.get().getDefaultValue(field));
      }
    }
    for (int i = 0; i < targets.size(); i++) {
      Column column = targets.get(i);
      event.put(column.field().pos(), value(cursor, i, column));
    }
    return event;
  }

  private static Object value(Records.Cursor cursor, int index, Column column) {
    Object value = cursor.get(index);
    if (value == null && !column.nullable()) {
      throw problem(cursor, column, "no value");
    }
    try {
      return value == null ? null : convert(value, column.type());
    } catch (IllegalArgumentException e) {
      throw problem(cursor, column, "'%s'".formatted(value));
    }
  }

  private static InvalidInputException problem(Records.Cursor cursor, Column column, String found) {
    return new InvalidInputException(
        "%s: column '%s' has %s, expected %s"
            .formatted(cursor.position(), column.field().name(), found, column.type()));
  }

  private static Object convert(Object value, Schema type) {
    String text = value.toString().strip();
    boolean timestamp = type.getLogicalType() instanceof LogicalTypes.TimestampMillis;
    return switch (type.getType()) {
      case STRING -> value.toString();
      case BOOLEAN -> ColumnType.BOOLEAN.parse(text);
      case DOUBLE -> ColumnType.DOUBLE.parse(text);
      case FLOAT -> ((Double) ColumnType.DOUBLE.parse(text)).floatValue();
      case INT -> Integer.valueOf(text);
      case LONG -> {
        if (value instanceof Instant instant) {
          yield instant.toEpochMilli();
        }
        yield timestamp ? ColumnType.TIMESTAMP.parse(text) : ColumnType.LONG.parse(text);
      }
      case ENUM -> {
        if (!type.hasEnumSymbol(text)) {
          throw new IllegalArgumentException(text);
        }
        yield new GenericData.EnumSymbol(type, text);
      }
      default -> throw new IllegalArgumentException(text);
    };
  }
}
