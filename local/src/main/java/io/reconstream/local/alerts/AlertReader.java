/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.alerts;

import io.reconstream.local.feed.FeedException;
import io.reconstream.local.feed.Target;
import io.reconstream.schemas.Alert;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic of alerts from its beginning, as they are committed. */
public final class AlertReader implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final OutputDecoder decoder;

  private AlertReader(KafkaConsumer<byte[], byte[]> consumer, OutputDecoder decoder) {
    this.consumer = consumer;
    this.decoder = decoder;
  }

  /**
   * @throws FeedException if the broker does not answer or has no such topic
   */
  public static AlertReader open(Target source) {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                source.bootstrapServers(),
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    try {
      List<TopicPartition> partitions = partitions(consumer, source.topic());
      if (partitions.isEmpty()) {
        consumer.close();
        throw new FeedException(
            "broker '%s' has no topic '%s'; is its name right, and has the stream-app started?"
                .formatted(source.bootstrapServers(), source.topic()),
            null);
      }
      consumer.assign(partitions);
      return new AlertReader(consumer, new OutputDecoder(source.registryUrl()));
    } catch (TimeoutException e) {
      consumer.close();
      throw new FeedException(
          "broker '%s' does not answer within %d s, or has no topic '%s'"
              .formatted(source.bootstrapServers(), PATIENCE.toSeconds(), source.topic()),
          e);
    }
  }

  private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic) {
    return consumer.partitionsFor(topic, PATIENCE).stream()
        .map(partition -> new TopicPartition(topic, partition.partition()))
        .toList();
  }

  /** The next alerts; none if no new one came within a moment. */
  public List<Alert> poll() {
    List<Alert> alerts = new ArrayList<>();
    consumer.poll(POLL).forEach(record -> alerts.add(decoder.decode(record.value(), new Alert())));
    return alerts;
  }

  /** Whether every alert that is committed by now was read. */
  public boolean isAtEnd() {
    return consumer.endOffsets(consumer.assignment()).entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  @Override
  public void close() throws IOException {
    consumer.close();
    decoder.close();
  }
}
