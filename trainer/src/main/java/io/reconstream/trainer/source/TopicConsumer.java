/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.source;

import io.reconstream.connection.Refusal;
import io.reconstream.trainer.config.InvalidInputException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a range of a topic, partition after partition, as far as it is committed when reading
 * begins. Timestamps are turned into offsets once, so that what arrives meanwhile changes nothing.
 */
final class TopicConsumer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(500);

  private final TopicRange range;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final SortedMap<Integer, Bounds> partitions = new TreeMap<>();

  /**
   * @param start the first offset
   * @param end the offset after the last
   */
  private record Bounds(long start, long end) {
    long length() {
      return Math.max(0, end - start);
    }
  }

  /** Takes records. */
  @FunctionalInterface
  interface Receiver {
    void accept(ConsumerRecord<byte[], byte[]> record) throws IOException;
  }

  private TopicConsumer(TopicRange range, KafkaConsumer<byte[], byte[]> consumer) {
    this.range = range;
    this.consumer = consumer;
  }

  /**
   * Connects and finds the range.
   *
   * @throws InvalidInputException if the broker does not answer, has no such topic, or the range is
   *     empty
   */
  static TopicConsumer open(TopicRange range) {
    TopicConsumer opened = new TopicConsumer(range, consumer(range));
    try {
      opened.find();
      return opened;
    } catch (TimeoutException e) {
      opened.close();
      throw new InvalidInputException(
          "broker '%s' does not answer within %d s, or has no topic '%s'"
              .formatted(range.bootstrapServers(), PATIENCE.toSeconds(), range.topic()),
          e);
    } catch (InvalidTopicException e) {
      opened.close();
      throw new InvalidInputException(
          "'%s' is no name of a topic: %s".formatted(range.topic(), e.getMessage()), e);
    } catch (KafkaException e) {
      opened.close();
      throw refused(range, e);
    } catch (InvalidInputException e) {
      opened.close();
      throw e;
    }
  }

  private static KafkaConsumer<byte[], byte[]> consumer(TopicRange range) {
    Map<String, Object> settings = new HashMap<>(range.kafka());
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, range.bootstrapServers());
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    try {
      return new KafkaConsumer<>(
          settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    } catch (KafkaException e) {
      throw refused(range, e);
    }
  }

  private static InvalidInputException refused(TopicRange range, KafkaException e) {
    return new InvalidInputException(
        "%s of broker '%s' cannot be read: %s"
            .formatted(range, range.bootstrapServers(), Refusal.of(e)),
        e);
  }

  private void find() {
    List<TopicPartition> all =
        consumer.partitionsFor(range.topic(), PATIENCE).stream()
            .map(partition -> new TopicPartition(range.topic(), partition.partition()))
            .toList();
    if (all.isEmpty()) {
      throw new InvalidInputException(
          "broker '%s' has no topic '%s'".formatted(range.bootstrapServers(), range.topic()));
    }
    Map<TopicPartition, Long> first = consumer.beginningOffsets(all);
    Map<TopicPartition, Long> end = consumer.endOffsets(all);
    Map<TopicPartition, Long> start = range.from().map(from -> at(all, from, end)).orElse(first);
    Map<TopicPartition, Long> stop = range.to().map(to -> at(all, to, end)).orElse(end);
    all.forEach(
        partition ->
            partitions.put(
                partition.partition(), new Bounds(start.get(partition), stop.get(partition))));
    if (total() == 0) {
      long there = all.stream().mapToLong(each -> end.get(each) - first.get(each)).sum();
      throw new InvalidInputException(
          there == 0
              ? "topic '%s' has no records".formatted(range.topic())
              : "%s has no records; the topic has %d others".formatted(range, there));
    }
  }

  /** Per partition the offset of the first record at or after a moment. */
  private Map<TopicPartition, Long> at(
      List<TopicPartition> all, Instant moment, Map<TopicPartition, Long> end) {
    Map<TopicPartition, OffsetAndTimestamp> found =
        consumer.offsetsForTimes(
            all.stream()
                .collect(Collectors.toMap(Function.identity(), each -> moment.toEpochMilli())));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    all.forEach(
        each -> {
          OffsetAndTimestamp offset = found.get(each);
          offsets.put(each, offset == null ? end.get(each) : offset.offset());
        });
    return offsets;
  }

  /** The partitions, in order. */
  List<Integer> partitions() {
    return List.copyOf(partitions.keySet());
  }

  /** How many records there are at most: offsets have gaps. */
  long total() {
    return partitions.values().stream().mapToLong(Bounds::length).sum();
  }

  /**
   * Reads one partition's part of the range, in order.
   *
   * @throws InvalidInputException if the broker stops answering or has deleted records of the range
   * @throws IOException if the receiver throws it
   */
  void read(int partition, Receiver receiver) throws IOException {
    Bounds bounds = partitions.get(partition);
    if (bounds.length() == 0) {
      return;
    }
    TopicPartition place = new TopicPartition(range.topic(), partition);
    try {
      consumer.assign(List.of(place));
      consumer.seek(place, bounds.start());
      long heard = System.nanoTime();
      while (consumer.position(place) < bounds.end()) {
        long before = consumer.position(place);
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (record.offset() < bounds.end()) {
            receiver.accept(record);
          }
        }
        if (consumer.position(place) > before) {
          heard = System.nanoTime();
        } else if (System.nanoTime() - heard > PATIENCE.toNanos()) {
          throw new TimeoutException("nothing came for %d s".formatted(PATIENCE.toSeconds()));
        }
      }
    } catch (KafkaException e) {
      throw new InvalidInputException(
          "topic '%s', partition %d cannot be read to offset %d: %s"
              .formatted(range.topic(), partition, bounds.end(), Refusal.of(e)),
          e);
    }
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(Duration.ZERO));
  }
}
