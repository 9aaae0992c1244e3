/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.source;

import io.reconstream.model.feature.FieldPath;
import io.reconstream.trainer.config.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/** An Avro object container file. */
final class AvroFile implements RecordFile {
  private final Path path;
  private final Schema schema;
  private final List<FieldPath> fields;

  private AvroFile(Path path, Schema schema) {
    this.path = path;
    this.schema = schema;
    this.fields = AvroFields.of(schema);
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
    try {
      return new DataFileReader<>(
          path.toFile(), new GenericDatumReader<>(null, null, AvroFields.data()));
    } catch (IOException | AvroRuntimeException e) {
      throw failure(path, 0, e);
    }
  }

  private static InvalidInputException failure(Path path, long record, Exception e) {
    return new InvalidInputException(
        "'%s' cannot be read as Avro after record %d: %s".formatted(path, record, e.getMessage()),
        e);
  }

  @Override
  public List<FieldPath> fields() {
    return List.copyOf(fields);
  }

  @Override
  public boolean has(FieldPath field) {
    return AvroFields.has(schema, field);
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
        return AvroFields.value(record, asked.get(index));
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
}
