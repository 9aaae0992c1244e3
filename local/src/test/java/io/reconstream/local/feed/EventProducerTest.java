/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.reconstream.local.RunningServices;
import io.reconstream.local.RunningServices.Services;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningServices.class)
class EventProducerTest {
  /** Nothing listens on port 1. */
  private static final String NOBODY = "127.0.0.1:1";

  private static final Schema SCHEMA = SchemaBuilder.record("E").fields().endRecord();

  private final Services services;

  EventProducerTest(Services services) {
    this.services = services;
  }

  @Test
  void shouldRegisterNoSchemaWhenTheBrokerIsNotThere() throws Exception {
    Target target = new Target("nobody", NOBODY, services.registry().url());

    assertThatThrownBy(() -> EventProducer.open(target, SCHEMA, new Topics(NOBODY, Map.of(), 300)))
        .isInstanceOf(FeedException.class)
        .hasMessageContaining("broker '127.0.0.1:1' does not answer");

    try (SchemaRegistryClient registry =
        new CachedSchemaRegistryClient(services.registry().url(), 10)) {
      assertThat(registry.getAllSubjects()).doesNotContain("nobody-value");
    }
  }

  @Test
  void shouldSayThatTheRegistryIsNotThere() {
    Target target =
        new Target("unregistered", services.broker().bootstrapServers(), "http://" + NOBODY);

    assertThatThrownBy(() -> EventProducer.open(target, SCHEMA))
        .isInstanceOf(FeedException.class)
        .hasMessageContaining("registry http://127.0.0.1:1 does not answer");
  }
}
