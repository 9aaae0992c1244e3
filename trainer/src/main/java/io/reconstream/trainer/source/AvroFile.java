/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.source;

import io.reconstream.model.feature.FieldPath;
import io.reconstream.model.feature.FieldPath.Field;
import io.reconstream.model.feature.FieldPath.Index;
import io.reconstream.model.feature.FieldPath.Step;
import io.reconstream.trainer.config.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Conversions;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/** An Avro object container file. */
final class AvroFile implements RecordFile {
  private final Path path;
  private final Schema schema;
  private final List<FieldPath> fields = new ArrayList<>();

  private AvroFile(Path path, Schema schema) {
    this.path = path;
    this.schema = schema;
    collect(List.of(), schema);
  }

  static AvroFile open(Path path) {
    try (DataFileReader<GenericRecord> reader = reader(path)) {
      if (reader.getSchema().getType() != Schema.Type.RECORD) {
        throw new InvalidInputException(
            "'%s' holds Avro %s, expected records".formatted(path, reader.getSchema().getType()));
      }
      return new AvroFile(path, reader.getSchema());
    } catch (IOException e) {
      throw failure(path, 0, e);
    }
  }

  private static DataFileReader<GenericRecord> reader(Path path) {
    GenericData data = new GenericData();
    data.addLogicalTypeConversion(new Conversions.DecimalConversion());
    data.addLogicalTypeConversion(new TimeConversions.DateConversion());
    data.addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
    data.addLogicalTypeConversion(new TimeConversions.TimestampMicrosConversion());
    data.addLogicalTypeConversion(new TimeConversions.LocalTimestampMillisConversion());
    data.addLogicalTypeConversion(new TimeConversions.LocalTimestampMicrosConversion());
    try {
      return new DataFileReader<>(path.toFile(), new GenericDatumReader<>(null, null, data));
    } catch (IOException | AvroRuntimeException e) {
      throw failure(path, 0, e);
    }
  }

  private static InvalidInputException failure(Path path, long record, Exception e) {
    return new InvalidInputException(
        "'%s' cannot be read as Avro after record %d: %s".formatted(path, record, e.getMessage()),
        e);
  }

  private void collect(List<Step> steps, Schema type) {
    Schema actual = withoutNull(type);
    switch (actual.getType()) {
      case RECORD ->
          actual
              .getFields()
              .forEach(
                  field -> {
                    List<Step> longer = new ArrayList<>(steps);
                    longer.add(new Field(field.name()));
                    collect(longer, field.schema());
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

  @Override
  public List<FieldPath> fields() {
    return List.copyOf(fields);
  }

  @Override
  public boolean has(FieldPath field) {
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

  @Override
  public FileCursor open(List<FieldPath> asked) {
    DataFileReader<GenericRecord> reader = reader(path);
    return new FileCursor() {
      private GenericRecord record;
      private long count;

      @Override
      public boolean next() {
        try {
          if (!reader.hasNext()) {
            return false;
          }
          record = reader.next(record);
          count++;
          return true;
        } catch (IOException | AvroRuntimeException e) {
          throw failure(path, count, e);
        }
      }

      @Override
      public Object get(int index) {
        Object value = record;
        for (Step step : asked.get(index).steps()) {
          if (value instanceof GenericRecord inner && step instanceof Field field) {
            value = inner.get(field.name());
          } else if (value instanceof List<?> list && step instanceof Index at) {
            value = at.position() < list.size() ? list.get(at.position()) : null;
          } else {
            return null;
          }
        }
        return plain(value);
      }

      @Override
      public boolean untyped() {
        return false;
      }

      @Override
      public String position() {
        return "%s, record %d".formatted(path, count);
      }

      @Override
      public void close() {
        try {
          reader.close();
        } catch (IOException e) {
          throw failure(path, count, e);
        }
      }
    };
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
