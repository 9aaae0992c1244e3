/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.topic;

import io.reconstream.connection.Refusal;
import io.reconstream.local.feed.FeedException;
import io.reconstream.local.feed.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads all of a topic from its beginning, as it is committed. Not thread-safe. */
public final class TopicTail implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int MOST_AT_ONCE = 10_000;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Target source;

  private TopicTail(KafkaConsumer<byte[], byte[]> consumer, Target source) {
    this.consumer = consumer;
    this.source = source;
  }

  /**
   * @throws FeedException if the broker does not answer, refuses or has no such topic
   */
  public static TopicTail open(Target source) {
    return open(source, Optional.empty());
  }

  /**
   * Goes on where a consumer group left off.
   *
   * @param group empty to begin with the first record
   * @throws FeedException if the broker does not answer, refuses or has no such topic
   */
  public static TopicTail open(Target source, Optional<String> group) {
    Map<String, Object> settings = new HashMap<>(source.kafka());
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, source.bootstrapServers());
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_AT_ONCE);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    group.ifPresent(name -> settings.put(ConsumerConfig.GROUP_ID_CONFIG, name));
    KafkaConsumer<byte[], byte[]> consumer = consumer(source, settings);
    TopicTail tail = new TopicTail(consumer, source);
    try {
      tail.readAlso(source.topic());
      return tail;
    } catch (FeedException e) {
      consumer.close();
      throw e;
    }
  }

  private static KafkaConsumer<byte[], byte[]> consumer(
      Target source, Map<String, Object> settings) {
    try {
      return new KafkaConsumer<>(
          settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    } catch (KafkaException e) {
      throw refused(source, source.topic(), e);
    }
  }

  private static FeedException refused(Target source, String topic, KafkaException e) {
    return new FeedException(
        "topic '%s' of broker '%s' cannot be read: %s"
            .formatted(topic, source.bootstrapServers(), Refusal.of(e)),
        e);
  }

  /**
   * Reads another topic of the broker, too, from its beginning.
   *
   * @throws FeedException if the broker does not answer, refuses or has no such topic
   */
  public void readAlso(String name) {
    List<TopicPartition> all = new ArrayList<>(consumer.assignment());
    try {
      List<TopicPartition> partitions = partitions(name);
      if (partitions.isEmpty()) {
        throw new FeedException(
            "broker '%s' has no topic '%s'; is its name right, and has the stream-app started?"
                .formatted(source.bootstrapServers(), name),
            null);
      }
      all.addAll(partitions);
    } catch (TimeoutException e) {
      throw new FeedException(
          "broker '%s' does not answer within %d s, or has no topic '%s'"
              .formatted(source.bootstrapServers(), PATIENCE.toSeconds(), name),
          e);
    } catch (AuthenticationException | AuthorizationException e) {
      throw refused(source, name, e);
    }
    consumer.assign(all);
  }

  /** Of any topic of the broker; none if it has no such topic. */
  public List<TopicPartition> partitions(String name) {
    return consumer.partitionsFor(name, PATIENCE).stream()
        .map(partition -> new TopicPartition(name, partition.partition()))
        .toList();
  }

  /**
   * The next records; none if no new one came within a moment.
   *
   * @throws FeedException if the broker refuses
   */
  public ConsumerRecords<byte[], byte[]> poll() {
    try {
      return consumer.poll(POLL);
    } catch (AuthenticationException | AuthorizationException e) {
      throw refused(source, source.topic(), e);
    }
  }

  /** Whether every record that is committed by now was read. */
  public boolean isAtEnd() {
    return isAt(ends());
  }

  /** Per partition, where the next record that is committed will be. */
  public Map<TopicPartition, Long> ends() {
    return consumer.endOffsets(consumer.assignment());
  }

  /** Whether every record before these places was read. */
  public boolean isAt(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  /**
   * Reads nothing but one partition, from this offset on; the first one that there still is if it
   * was deleted.
   *
   * @return whether there is such a place
   */
  public boolean seek(int partition, long offset) {
    TopicPartition place = new TopicPartition(source.topic(), partition);
    if (!consumer.assignment().contains(place)
        || offset >= consumer.endOffsets(List.of(place)).get(place)) {
      return false;
    }
    consumer.assign(List.of(place));
    consumer.seek(place, offset);
    return true;
  }

  /** The group to commit for. */
  public ConsumerGroupMetadata group() {
    return consumer.groupMetadata();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
