/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.alerts;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.reconstream.connection.Refusal;
import io.reconstream.connection.RegistryClient;
import io.reconstream.connection.Settings;
import io.reconstream.local.feed.FeedException;
import io.reconstream.schemas.Alert;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
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
    this(registryUrl, Map.of());
  }

  /**
   * @param settings of the registry's client, such as {@code basic.auth.user.info}
   */
  public OutputDecoder(String registryUrl, Map<String, String> settings) {
    this.registryUrl = Settings.withoutUser(registryUrl);
    registry = RegistryClient.open(List.of(registryUrl), settings);
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
              .formatted(id, registryUrl, Refusal.of(e)),
          e);
    } catch (RestClientException e) {
      throw new FeedException(
          "registry '%s' does not give schema %d: %s".formatted(registryUrl, id, Refusal.of(e)), e);
    }
  }

  @Override
  public void close() throws IOException {
    registry.close();
  }
}
