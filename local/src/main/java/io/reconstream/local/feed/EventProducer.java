/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.feed;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.reconstream.connection.Refusal;
import io.reconstream.connection.RegistryClient;
import io.reconstream.stream.alert.RegisteredSerializer;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends Avro events to one topic, in order and once each: an idempotent producer that waits for all
 * replicas. What fails in the background is thrown by the next call. Not thread-safe.
 *
 * <p>Records carry the time they are sent, not the time of the event, so that the replay of old
 * data does not fall to the topic's retention.
 */
public final class EventProducer implements AutoCloseable {
  private final Target target;
  private final RegisteredSerializer<IndexedRecord> serializer;
  private final KafkaProducer<String, byte[]> producer;
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  private EventProducer(
      Target target,
      RegisteredSerializer<IndexedRecord> serializer,
      KafkaProducer<String, byte[]> producer) {
    this.target = target;
    this.serializer = serializer;
    this.producer = producer;
  }

  /**
   * Makes sure that broker, registry and topic are there.
   *
   * @throws FeedException if one does not answer or refuses
   */
  public static EventProducer open(Target target, Schema schema) {
    return open(target, schema, new Topics(target.bootstrapServers(), target.kafka()));
  }

  static EventProducer open(Target target, Schema schema, Topics topics) {
    // first: a schema of a topic that there will never be would stay in the registry
    topics.create(target.topic());
    int schemaId = register(target, schema);
    Map<String, Object> settings = new HashMap<>(target.kafka());
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, target.bootstrapServers());
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 2);
    return new EventProducer(
        target,
        new RegisteredSerializer<>(schemaId),
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer()));
  }

  private static int register(Target target, Schema schema) {
    try (SchemaRegistryClient client =
        RegistryClient.open(List.of(target.registryUrl()), target.registry())) {
      return client.register(target.subject(), new AvroSchema(schema));
    } catch (RestClientException e) {
      throw new FeedException(
          "registry %s refuses schema %s for subject '%s': %s; use another topic or a compatible schema"
              .formatted(
                  target.registryUrlShown(), schema.getFullName(), target.subject(), Refusal.of(e)),
          e);
    } catch (IOException e) {
      throw new FeedException(
          "registry %s does not answer (%s); is it running?"
              .formatted(target.registryUrlShown(), Refusal.of(e)),
          e);
    }
  }

  /** Sends an event; its schema is that of {@link #open}. */
  public void send(String key, IndexedRecord event) {
    sendBytes(key, serializer.serialize(target.topic(), event));
  }

  /**
   * Sends bytes as they are.
   *
   * @param key null for none
   * @param value null for a tombstone
   */
  public void sendBytes(String key, byte[] value) {
    throwFailure();
    try {
      Future<RecordMetadata> unused =
          producer.send(new ProducerRecord<>(target.topic(), key, value), this::acknowledge);
    } catch (KafkaException e) {
      throw notSent(e);
    }
  }

  private void acknowledge(RecordMetadata metadata, Exception exception) {
    if (exception == null) {
      acknowledged.incrementAndGet();
    } else {
      failure.compareAndSet(null, exception);
    }
  }

  /** How many records the broker has. */
  public long acknowledged() {
    return acknowledged.get();
  }

  /**
   * Returns when the broker has every record.
   *
   * @throws FeedException if one could not be sent
   */
  public void flush() {
    producer.flush();
    throwFailure();
  }

  @Override
  public void close() {
    producer.close();
    throwFailure();
  }

  private void throwFailure() {
    Exception cause = failure.get();
    if (cause != null) {
      throw notSent(cause);
    }
  }

  private FeedException notSent(Exception cause) {
    return new FeedException(
        "topic '%s' on broker '%s' does not take the event after %d: %s"
            .formatted(
                target.topic(), target.bootstrapServers(), acknowledged.get(), Refusal.of(cause)),
        cause);
  }
}
