/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.alerts;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.reconstream.local.feed.FeedException;
import io.reconstream.schemas.Alert;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.avro.util.ClassSecurityValidator;

/** Reads alerts and scores as any consumer would: the writer's schema comes from the registry. */
public final class OutputDecoder implements AutoCloseable {
  private static final int HEADER = 1 + Integer.BYTES;

  static {
    // Avro reads into no class that it was not told to trust
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(
            ClassSecurityValidator.getGlobal(),
            type -> type.getPackageName().equals(Alert.class.getPackageName())));
  }

  private final String registryUrl;
  private final SchemaRegistryClient registry;

  public OutputDecoder(String registryUrl) {
    this.registryUrl = registryUrl;
    registry = new CachedSchemaRegistryClient(registryUrl, 10);
  }

  /**
   * @param empty an instance of the result's class
   * @throws FeedException if the registry does not answer or the record cannot be read
   */
  public <T extends SpecificRecordBase> T decode(byte[] value, T empty) {
    int id = ByteBuffer.wrap(value).getInt(1);
    try {
      Schema writerSchema = ((AvroSchema) registry.getSchemaById(id)).rawSchema();
      BinaryDecoder bytes =
          DecoderFactory.get().binaryDecoder(value, HEADER, value.length - HEADER, null);
      return new SpecificDatumReader<T>(writerSchema, empty.getSchema(), empty.getSpecificData())
          .read(empty, bytes);
    } catch (IOException e) {
      throw new FeedException(
          "schema %d cannot be had from the registry '%s', or its record cannot be read: %s"
              .formatted(id, registryUrl, e.getMessage()),
          e);
    } catch (RestClientException e) {
      throw new IllegalStateException("the registry does not know schema %d".formatted(id), e);
    }
  }

  @Override
  public void close() throws IOException {
    registry.close();
  }
}
