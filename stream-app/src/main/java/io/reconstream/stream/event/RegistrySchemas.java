/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.reconstream.stream.event.UndecodableException.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.avro.Schema;

/**
 * Schemas from a registry, through Confluent's client, which caches them.
 *
 * <p>An id that the registry does not know is bad data: remembered for {@link #MISSING_FOR}, so
 * that a flood of events with it asks once. No answer, or a server's error, says nothing about the
 * event: asked again with growing pauses, then a {@link RegistryUnavailableException}. So is any
 * other refusal (credentials, a wrong URL), at once.
 */
public final class RegistrySchemas implements WriterSchemas {
  static final Duration MISSING_FOR = Duration.ofSeconds(30);
  static final int MOST_MISSING = 10_000;
  static final int ATTEMPTS = 6;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

  private static final int UNKNOWN_ID = 40403;
  private static final int REQUEST_TIMEOUT = 408;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;

  /** What the client says of a schema that is JSON Schema or Protobuf. */
  private static final String OTHER_TYPE = "Invalid schema";

  private final Registry registry;
  private final Pause pause;
  private final LongSupplier nanoTime;

  /** Ids that the registry does not know, and until when that is believed. */
  private final Map<Integer, Long> missingUntil = new ConcurrentHashMap<>();

  /** One look-up. */
  @FunctionalInterface
  interface Registry {
    ParsedSchema byId(int id) throws IOException, RestClientException;
  }

  /** A wait. */
  @FunctionalInterface
  interface Pause {
    void of(Duration duration) throws InterruptedException;
  }

  public RegistrySchemas(SchemaRegistryClient client) {
    this(client::getSchemaById, duration -> Thread.sleep(duration.toMillis()), System::nanoTime);
  }

  RegistrySchemas(Registry registry, Pause pause, LongSupplier nanoTime) {
    this.registry = registry;
    this.pause = pause;
    this.nanoTime = nanoTime;
  }

  @Override
  public Schema byId(int id) throws UndecodableException {
    Long until = missingUntil.get(id);
    if (until != null && nanoTime.getAsLong() - until < 0) {
      throw unknown(id);
    }
    try {
      ParsedSchema schema = ask(id);
      missingUntil.remove(id);
      if (schema.rawSchema() instanceof Schema avro) {
        return avro;
      }
      throw notAvro(id, schema.schemaType());
    } catch (RestClientException e) {
      if (e.getErrorCode() != UNKNOWN_ID) {
        throw unavailable(id, e);
      }
      remember(id);
      throw unknown(id);
    } catch (IOException e) {
      if (isOtherType(e)) {
        throw notAvro(id, "of another type");
      }
      throw unavailable(id, e);
    }
  }

  private ParsedSchema ask(int id) throws IOException, RestClientException {
    Duration wait = FIRST_PAUSE;
    for (int attempt = 1; ; attempt++) {
      try {
        return registry.byId(id);
      } catch (RestClientException e) {
        if (attempt == ATTEMPTS || !mayPass(e)) {
          throw e;
        }
      } catch (IOException e) {
        if (attempt == ATTEMPTS || isOtherType(e)) {
          throw e;
        }
      }
      try {
        pause.of(wait);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw unavailable(id, e);
      }
      wait = wait.multipliedBy(2);
    }
  }

  private void remember(int id) {
    long now = nanoTime.getAsLong();
    if (missingUntil.size() >= MOST_MISSING) {
      missingUntil.values().removeIf(until -> now - until >= 0);
    }
    if (missingUntil.size() < MOST_MISSING) {
      missingUntil.put(id, now + MISSING_FOR.toNanos());
    }
  }

  private static boolean mayPass(RestClientException e) {
    return e.getStatus() >= SERVER_ERROR
        || e.getStatus() == REQUEST_TIMEOUT
        || e.getStatus() == TOO_MANY_REQUESTS;
  }

  private static boolean isOtherType(IOException e) {
    return e.getMessage() != null && e.getMessage().startsWith(OTHER_TYPE);
  }

  private static UndecodableException unknown(int id) {
    return new UndecodableException(
        Reason.UNKNOWN_SCHEMA, "the schema registry has no schema of id %d".formatted(id));
  }

  private static UndecodableException notAvro(int id, String type) {
    return new UndecodableException(
        Reason.UNKNOWN_SCHEMA, "schema %d is %s, expected Avro".formatted(id, type));
  }

  private static RegistryUnavailableException unavailable(int id, Exception cause) {
    return new RegistryUnavailableException(
        "the schema registry did not give schema %d: %s".formatted(id, cause.getMessage()), cause);
  }
}
