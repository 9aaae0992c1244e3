/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.workload;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.reconstream.local.broker.BrokerProcess;
import io.reconstream.local.registry.LocalRegistry;
import java.io.IOException;
import java.nio.file.Path;

/** The one broker, in a process of its own, and the registry that all variants share. */
public final class BenchServices implements AutoCloseable {
  private final BrokerProcess broker;
  private final LocalRegistry registry;

  private BenchServices(BrokerProcess broker, LocalRegistry registry) {
    this.broker = broker;
    this.registry = registry;
  }

  public static BenchServices start(Path folder) {
    BrokerProcess broker = BrokerProcess.start(folder.resolve("broker"));
    try {
      return new BenchServices(broker, LocalRegistry.start(folder.resolve("registry")));
    } catch (RuntimeException e) {
      broker.close();
      throw e;
    }
  }

  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  public String registryUrl() {
    return registry.url();
  }

  /** Registers the events' schema and fills the topic. */
  public void fill(BenchTopic topic, int fields, int features) {
    Events events = new Events(fields);
    topic.fill(broker.bootstrapServers(), events, features, register(topic.name(), events));
  }

  /** The id of the events' schema. */
  public int register(String topic, Events events) {
    try (CachedSchemaRegistryClient client = new CachedSchemaRegistryClient(registry.url(), 10)) {
      return client.register(topic + "-value", new AvroSchema(events.schema()));
    } catch (IOException | RestClientException e) {
      throw new IllegalStateException("could not register the benchmark's schema", e);
    }
  }

  @Override
  public void close() {
    registry.close();
    broker.close();
  }
}
