/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.reconstream.stream.config.AppConfig;
import java.io.IOException;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

class SchemaRegistrationTest {

  private static final Schema SCHEMA =
      SchemaBuilder.record("Alert").fields().requiredString("id").endRecord();

  private static final AppConfig CONFIG =
      AppConfig.of(
          Map.of(
              "bootstrap.servers", "127.0.0.1:9092",
              "schema.registry.url", "http://127.0.0.1:8081",
              "input.topics", "events",
              "model.path", "bundle.onnx"));

  @Test
  void shouldTakeTheIdThatAnotherInstanceRegisteredMeanwhile() throws Exception {
    ConflictingRegistry registry = new ConflictingRegistry();
    int id = registry.registerForAnother("alerts-value", new AvroSchema(SCHEMA));

    assertThat(new SchemaRegistration(registry, CONFIG).register("alerts", SCHEMA)).isEqualTo(id);
  }

  @Test
  void shouldSayThatTheSchemaIsRefusedWhenItIsInConflict() {
    assertThatThrownBy(
            () ->
                new SchemaRegistration(new ConflictingRegistry(), CONFIG)
                    .register("alerts", SCHEMA))
        .isInstanceOf(StartException.class)
        .hasMessageStartingWith(
            "registry http://127.0.0.1:8081 refused the schema Alert for subject 'alerts-value': "
                + "already exists");
  }

  /** Answers each registration as a registry does that was asked twice at once. */
  private static final class ConflictingRegistry extends MockSchemaRegistryClient {

    int registerForAnother(String subject, ParsedSchema schema)
        throws IOException, RestClientException {
      return super.register(subject, schema);
    }

    @Override
    public int register(String subject, ParsedSchema schema) throws RestClientException {
      throw new RestClientException("already exists", 409, 409);
    }
  }
}
