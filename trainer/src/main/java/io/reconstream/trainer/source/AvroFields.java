/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.source;

import io.reconstream.model.feature.FieldPath;
import io.reconstream.model.feature.FieldPath.Field;
import io.reconstream.model.feature.FieldPath.Index;
import io.reconstream.model.feature.FieldPath.Step;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Conversions;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** The fields of Avro records, by their paths. */
final class AvroFields {
  private AvroFields() {}

  /** How records are read: logical types become Java's. */
  static GenericData data() {
    GenericData data = new GenericData();
    data.addLogicalTypeConversion(new Conversions.DecimalConversion());
    data.addLogicalTypeConversion(new TimeConversions.DateConversion());
    data.addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
    data.addLogicalTypeConversion(new TimeConversions.TimestampMicrosConversion());
    data.addLogicalTypeConversion(new TimeConversions.LocalTimestampMillisConversion());
    data.addLogicalTypeConversion(new TimeConversions.LocalTimestampMicrosConversion());
    return data;
  }

  /** As {@link Records#fields()}. */
  static List<FieldPath> of(Schema schema) {
    List<FieldPath> fields = new ArrayList<>();
    collect(List.of(), schema, fields);
    return fields;
  }

  private static void collect(List<Step> steps, Schema type, List<FieldPath> fields) {
    Schema actual = withoutNull(type);
    switch (actual.getType()) {
      case RECORD ->
          actual
              .getFields()
              .forEach(
                  field -> {
                    List<Step> longer = new ArrayList<>(steps);
                    longer.add(new Field(field.name()));
                    collect(longer, field.schema(), fields);
                  });
      case INT, LONG, FLOAT, DOUBLE, BOOLEAN, STRING, ENUM -> fields.add(new FieldPath(steps));
      case BYTES, FIXED -> {
        if (actual.getLogicalType() != null) {
          fields.add(new FieldPath(steps));
        }
      }
      default -> {
        // an array, a map or a union of several types holds no single value
      }
    }
  }

  /** The type of an optional value; other unions are left as they are. */
  private static Schema withoutNull(Schema type) {
    if (!type.isUnion()) {
      return type;
    }
    List<Schema> types =
        type.getTypes().stream().filter(each -> each.getType() != Schema.Type.NULL).toList();
    return types.size() == 1 ? types.get(0) : type;
  }

  /** As {@link Records#has}. */
  static boolean has(Schema schema, FieldPath field) {
    Schema type = schema;
    for (Step step : field.steps()) {
      type = withoutNull(type);
      if (step instanceof Field name
          && type.getType() == Schema.Type.RECORD
          && type.getField(name.name()) != null) {
        type = type.getField(name.name()).schema();
      } else if (step instanceof Index && type.getType() == Schema.Type.ARRAY) {
        type = type.getElementType();
      } else {
        return false;
      }
    }
    Schema.Type last = withoutNull(type).getType();
    return last != Schema.Type.RECORD && last != Schema.Type.ARRAY && last != Schema.Type.MAP;
  }

  /** As {@link Records.Cursor#get}; null where the record lacks the field. */
  static Object value(GenericRecord record, FieldPath field) {
    Object value = record;
    for (Step step : field.steps()) {
      if (value instanceof GenericRecord inner && step instanceof Field name) {
        value = inner.hasField(name.name()) ? inner.get(name.name()) : null;
      } else if (value instanceof List<?> list && step instanceof Index at) {
        value = at.position() < list.size() ? list.get(at.position()) : null;
      } else {
        return null;
      }
    }
    return plain(value);
  }

  private static Object plain(Object value) {
    if (value == null
        || value instanceof Number
        || value instanceof Boolean
        || value instanceof Instant) {
      return value;
    }
    if (value instanceof LocalDate date) {
      return date.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
    if (value instanceof LocalDateTime time) {
      return time.toInstant(ZoneOffset.UTC);
    }
    // text and enum symbols
    return value.toString();
  }
}
