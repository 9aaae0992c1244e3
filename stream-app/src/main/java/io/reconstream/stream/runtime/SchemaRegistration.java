/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.runtime;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.reconstream.connection.Refusal;
import io.reconstream.stream.config.AppConfig;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.apache.avro.Schema;

/** Registers the schemas of what the app writes, once, before it starts. */
public final class SchemaRegistration {
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final int CONFLICT = 409;

  private final SchemaRegistryClient client;
  private final AppConfig config;

  public SchemaRegistration(SchemaRegistryClient client, AppConfig config) {
    this.client = client;
    this.config = config;
  }

  /**
   * The id of a topic's value schema, which is registered if it is new.
   *
   * @throws StartException if the registry does not answer in time, or refuses the schema
   */
  public int register(String topic, Schema schema) {
    String subject = topic + "-value";
    Instant deadline = Instant.now().plus(config.startTimeout());
    while (true) {
      try {
        return register(subject, new AvroSchema(schema));
      } catch (RestClientException e) {
        if (e.getStatus() < 500 || Instant.now().isAfter(deadline)) {
          throw new StartException(
              "registry %s refused the schema %s for subject '%s': %s"
                  .formatted(
                      config.registryUrlsShown(), schema.getFullName(), subject, Refusal.of(e)),
              e);
        }
      } catch (IOException e) {
        if (Refusal.isFinal(e)) {
          throw new StartException(
              "registry %s (schema.registry.url) cannot be used: %s"
                  .formatted(config.registryUrlsShown(), Refusal.of(e)),
              e);
        }
        if (Instant.now().isAfter(deadline)) {
          throw new StartException(
              "registry %s (schema.registry.url) did not answer within %d ms (start.timeout.ms): %s"
                  .formatted(
                      config.registryUrlsShown(), config.startTimeout().toMillis(), e.getMessage()),
              e);
        }
      }
      pause();
    }
  }

  /** A conflict may only mean that another instance has just registered the same schema. */
  private int register(String subject, AvroSchema schema) throws IOException, RestClientException {
    try {
      return client.register(subject, schema);
    } catch (RestClientException e) {
      if (e.getStatus() != CONFLICT) {
        throw e;
      }
      try {
        return client.getId(subject, schema);
      } catch (RestClientException unknown) {
        throw e;
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartException("interrupted while waiting for the registry", e);
    }
  }
}
