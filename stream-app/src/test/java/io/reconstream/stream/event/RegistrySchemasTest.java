/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.reconstream.stream.event.UndecodableException.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

class RegistrySchemasTest {
  private static final Schema SCHEMA = SchemaBuilder.record("E").fields().endRecord();

  private final FakeRegistry registry = new FakeRegistry();
  private final List<Duration> pauses = new ArrayList<>();
  private long nanos = Long.MAX_VALUE - 1; // nanoTime may wrap
  private final RegistrySchemas schemas = new RegistrySchemas(registry, pauses::add, () -> nanos);

  @Test
  void shouldGiveTheSchema() throws Exception {
    assertThat(schemas.byId(7)).isEqualTo(SCHEMA);
  }

  @Test
  void shouldAskOnceForAnUnknownIdUntilItIsForgotten() throws Exception {
    registry.failures.add(new RestClientException("Schema 7 not found", 404, 40403));

    assertUnknown();
    assertUnknown();
    assertThat(registry.asked).isEqualTo(1);

    nanos += RegistrySchemas.MISSING_FOR.toNanos();
    assertThat(schemas.byId(7)).isEqualTo(SCHEMA);
  }

  @Test
  void shouldRememberABoundedNumberOfUnknownIds() {
    for (int id = 0; id < RegistrySchemas.MOST_MISSING + 10; id++) {
      int unknown = id;
      registry.failures.add(new RestClientException("not found", 404, 40403));
      assertThatThrownBy(() -> schemas.byId(unknown)).isInstanceOf(UndecodableException.class);
    }
    int asked = registry.asked;
    for (int id = 0; id < RegistrySchemas.MOST_MISSING; id++) {
      int unknown = id;
      assertThatThrownBy(() -> schemas.byId(unknown)).isInstanceOf(UndecodableException.class);
    }
    assertThat(registry.asked).isEqualTo(asked);
  }

  @Test
  void shouldTryAgainWithGrowingPausesWhileTheRegistryFails() throws Exception {
    registry.failures.add(new ConnectException("Connection refused"));
    registry.failures.add(new RestClientException("Internal Server Error", 503, 50301));

    assertThat(schemas.byId(7)).isEqualTo(SCHEMA);
    assertThat(pauses).containsExactly(Duration.ofMillis(200), Duration.ofMillis(400));
  }

  @Test
  void shouldGiveUpOnARegistryThatStaysDown() {
    for (int i = 0; i < RegistrySchemas.ATTEMPTS; i++) {
      registry.failures.add(new ConnectException("Connection refused"));
    }
    assertThatThrownBy(() -> schemas.byId(7))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessage("the schema registry did not give schema 7: Connection refused");
    assertThat(registry.asked).isEqualTo(RegistrySchemas.ATTEMPTS);
  }

  @Test
  void shouldNotBlameTheEventForWrongCredentials() {
    registry.failures.add(new RestClientException("Unauthorized", 401, 40101));

    assertThatThrownBy(() -> schemas.byId(7))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("Unauthorized");
    assertThat(pauses).isEmpty();
  }

  @Test
  void shouldRefuseSchemasOfAnotherType() {
    registry.failures.add(new IOException("Invalid schema {} with refs [] of type JSON"));

    assertThatThrownBy(() -> schemas.byId(7))
        .isInstanceOf(UndecodableException.class)
        .hasMessage("schema 7 is of another type, expected Avro");
    assertThat(pauses).isEmpty();
  }

  private void assertUnknown() {
    assertThatThrownBy(() -> schemas.byId(7))
        .hasMessage("the schema registry has no schema of id 7")
        .isInstanceOfSatisfying(
            UndecodableException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_SCHEMA));
  }

  /** Fails as told, then answers. */
  private static final class FakeRegistry implements RegistrySchemas.Registry {
    private final Deque<Exception> failures = new ArrayDeque<>();
    private int asked;

    @Override
    public ParsedSchema byId(int id) throws IOException, RestClientException {
      asked++;
      Exception failure = failures.poll();
      if (failure instanceof IOException e) {
        throw e;
      } else if (failure instanceof RestClientException e) {
        throw e;
      }
      return new AvroSchema(SCHEMA);
    }
  }
}
