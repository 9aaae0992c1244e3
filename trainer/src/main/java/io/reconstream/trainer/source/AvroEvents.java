/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.source;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.reconstream.connection.Refusal;
import io.reconstream.connection.RegistryClient;
import io.reconstream.connection.Settings;
import io.reconstream.model.feature.FieldPath;
import io.reconstream.trainer.config.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/**
 * Avro behind Confluent's header. Each event is read by the schema that it was written with; a
 * field that this schema lacks has no value, as in the stream.
 */
final class AvroEvents implements EventReader {
  private static final int HEADER = 1 + Integer.BYTES;
  private static final int UNKNOWN_ID = 40403;
  private static final int TIMEOUT_MS = 5000;

  private final String url;
  private final SchemaRegistryClient registry;
  private final Map<Integer, GenericDatumReader<GenericRecord>> readers = new HashMap<>();
  private final Map<Integer, String> unknown = new HashMap<>();
  private final Set<Schema> schemas = new LinkedHashSet<>();
  private BinaryDecoder decoder;

  /**
   * @param settings of the registry's client, such as {@code basic.auth.user.info}
   */
  AvroEvents(String url, Map<String, String> settings) {
    this.url = Settings.withoutUser(url);
    Map<String, Object> all = new HashMap<>(settings);
    all.putIfAbsent("http.connect.timeout.ms", TIMEOUT_MS);
    all.putIfAbsent("http.read.timeout.ms", TIMEOUT_MS);
    try {
      this.registry = RegistryClient.open(List.of(url), all);
    } catch (RuntimeException e) {
      throw new InvalidInputException(
          "registry '%s' cannot be used: %s".formatted(this.url, Refusal.of(e)), e);
    }
  }

  @Override
  public Object read(byte[] value) throws UnreadableEventException {
    if (value.length < HEADER || value[0] != 0) {
      throw new UnreadableEventException(
          value.length < HEADER
              ? "has %d bytes, expected at least %d".formatted(value.length, HEADER)
              : "begins with byte %d, expected 0 and a schema's id".formatted(value[0]),
          null);
    }
    GenericDatumReader<GenericRecord> reader = reader(ByteBuffer.wrap(value).getInt(1));
    try {
      decoder = DecoderFactory.get().binaryDecoder(value, HEADER, value.length - HEADER, decoder);
      return reader.read(null, decoder);
    } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
      throw new UnreadableEventException("does not follow its schema: " + e.getMessage(), e);
    }
  }

  private GenericDatumReader<GenericRecord> reader(int id) throws UnreadableEventException {
    GenericDatumReader<GenericRecord> reader = readers.get(id);
    if (reader == null) {
      if (unknown.containsKey(id)) {
        throw new UnreadableEventException(unknown.get(id), null);
      }
      Schema schema = schema(id);
      reader = new GenericDatumReader<>(schema, schema, AvroFields.data());
      readers.put(id, reader);
      schemas.add(schema);
    }
    return reader;
  }

  private Schema schema(int id) throws UnreadableEventException {
    try {
      if (registry.getSchemaById(id).rawSchema() instanceof Schema schema
          && schema.getType() == Schema.Type.RECORD) {
        return schema;
      }
      throw unreadable(id, "schema %d is no Avro record".formatted(id), null);
    } catch (RestClientException e) {
      if (e.getErrorCode() == UNKNOWN_ID) {
        throw unreadable(id, "the registry has no schema of id %d".formatted(id), e);
      }
      throw new InvalidInputException(
          "registry '%s' refuses schema %d: %s".formatted(url, id, Refusal.of(e)), e);
    } catch (IOException e) {
      throw new InvalidInputException(
          "registry '%s' does not give schema %d: %s".formatted(url, id, Refusal.of(e)), e);
    }
  }

  private UnreadableEventException unreadable(int id, String why, Exception cause) {
    unknown.put(id, why);
    return new UnreadableEventException(why, cause);
  }

  @Override
  public List<FieldPath> fields() {
    return schemas.stream().flatMap(schema -> AvroFields.of(schema).stream()).distinct().toList();
  }

  @Override
  public boolean has(FieldPath field) {
    return schemas.stream().anyMatch(schema -> AvroFields.has(schema, field));
  }

  @Override
  public Object get(Object event, FieldPath field) {
    return AvroFields.value((GenericRecord) event, field);
  }

  @Override
  public void close() {
    try {
      registry.close();
    } catch (IOException e) {
      // all that was asked for was answered
    }
  }
}
