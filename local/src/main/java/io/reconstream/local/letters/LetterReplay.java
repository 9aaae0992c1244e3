/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.letters;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.reconstream.connection.Refusal;
import io.reconstream.local.feed.FeedException;
import io.reconstream.local.feed.Target;
import io.reconstream.local.topic.TopicTail;
import io.reconstream.stream.deadletter.DeadLetter;
import io.reconstream.stream.event.Origin;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends dead letters again: those that are there when it begins, so that letters which come back do
 * not go round. Nothing is deleted.
 */
public final class LetterReplay {
  /** A letter may be of a topic with larger records than Kafka's default. */
  private static final int LARGEST_RECORD = 32 << 20;

  private static final int PATIENCE_MILLIS = 30_000;

  private final Target source;
  private final Options options;
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final Map<String, Integer> partitionsByTopic = new HashMap<>();

  /** Per topic. */
  private final Map<String, Long> sent = new TreeMap<>();

  private long before;
  private long notSent;

  /**
   * What to send, and where.
   *
   * @param toTopic empty: each letter goes to the partition that it came from
   * @param group remembers up to where letters were sent, or passed over by the filter; what was
   *     sent and that is one transaction. Empty: nothing is remembered
   * @param limit letters at most, 0 for all
   * @param dryRun whether letters are only counted
   */
  public record Options(
      LetterFilter filter,
      Optional<String> toTopic,
      Optional<String> group,
      long limit,
      boolean dryRun) {}

  /**
   * What was done.
   *
   * @param sent letters by the topic that they were sent to
   * @param before how many of these had been sent again before
   * @param notSent letters that are not the whole record, or do not say where they came from
   */
  public record Result(Map<String, Long> sent, long before, long notSent) {
    public long total() {
      return sent.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /**
   * @param source the dead-letter topic
   */
  public LetterReplay(Target source, Options options) {
    this.source = source;
    this.options = options;
  }

  /**
   * @param stop asked between polls
   * @param notes gets a line for each letter that cannot be sent
   * @throws FeedException if the broker does not answer or refuses, or a topic is missing
   */
  public Result run(BooleanSupplier stop, Consumer<String> notes) {
    try (TopicTail tail = TopicTail.open(source, options.group());
        KafkaProducer<byte[], byte[]> producer = options.dryRun() ? null : producer()) {
      if (isTransactional()) {
        producer.initTransactions();
      }
      Map<TopicPartition, Long> ends = tail.ends();
      while (!tail.isAt(ends) && !stop.getAsBoolean() && !isLimitReached()) {
        send(tail.poll(), ends, tail, producer, notes);
      }
      return new Result(sent, before, notSent);
    } catch (ProducerFencedException e) {
      throw new FeedException(
          "another replay for the group '%s' was started; this one has sent %d letters"
              .formatted(options.group().orElse(""), total()),
          e);
    } catch (KafkaException e) {
      throw notSent(e);
    }
  }

  private boolean isTransactional() {
    return options.group().isPresent() && !options.dryRun();
  }

  private KafkaProducer<byte[], byte[]> producer() {
    Map<String, Object> settings = new HashMap<>(source.kafka());
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, source.bootstrapServers());
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MILLIS);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_RECORD);
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * LARGEST_RECORD);
    options
        .group()
        .ifPresent(
            group ->
                settings.put(
                    ProducerConfig.TRANSACTIONAL_ID_CONFIG, "reconstream-dead-letters-" + group));
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** The letters of one poll: for a group in one transaction with its offsets. */
  private void send(
      ConsumerRecords<byte[], byte[]> polled,
      Map<TopicPartition, Long> ends,
      TopicTail tail,
      KafkaProducer<byte[], byte[]> producer,
      Consumer<String> notes) {
    if (polled.isEmpty()) {
      return;
    }
    Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
    if (isTransactional()) {
      producer.beginTransaction();
    }
    for (ConsumerRecord<byte[], byte[]> record : polled) {
      TopicPartition partition = new TopicPartition(record.topic(), record.partition());
      if (isLimitReached() || record.offset() >= ends.get(partition)) {
        continue;
      }
      Letter letter = new Letter(record);
      if (options.filter().lets(letter)) {
        send(letter, tail, producer, notes);
      }
      done.put(partition, new OffsetAndMetadata(record.offset() + 1));
    }
    if (isTransactional()) {
      producer.sendOffsetsToTransaction(done, tail.group());
      producer.commitTransaction();
    } else if (producer != null) {
      producer.flush();
    }
    if (failure.get() != null) {
      throw notSent(failure.get());
    }
  }

  private void send(
      Letter letter,
      TopicTail tail,
      KafkaProducer<byte[], byte[]> producer,
      Consumer<String> notes) {
    Optional<String> to = options.toTopic().or(letter::sourceTopic);
    if (letter.isCut() || to.isEmpty()) {
      notSent++;
      notes.accept(
          letter.isCut()
              ? "%s was cut and is not sent; the whole record is at %s"
                  .formatted(letter.place(), letter.source())
              : "%s does not say where it came from and is not sent; --to-topic says where to"
                  .formatted(letter.place()));
      return;
    }
    int partitions = partitions(to.get(), tail);
    boolean back = options.toTopic().isEmpty() && letter.sourcePartition() >= 0;
    sent.merge(to.get(), 1L, Long::sum);
    before += letter.replays() == 0 ? 0 : 1;
    if (producer != null) {
      Future<RecordMetadata> unused =
          producer.send(
              new ProducerRecord<>(
                  to.get(),
                  back && letter.sourcePartition() < partitions ? letter.sourcePartition() : null,
                  letter.record().timestamp(),
                  letter.record().key(),
                  letter.record().value(),
                  headers(letter)),
              (metadata, exception) -> failure.compareAndSet(null, exception));
    }
  }

  /** The record's own, and how often it was sent again. */
  private static Headers headers(Letter letter) {
    Headers headers = new RecordHeaders();
    for (Header header : letter.headers()) {
      if (!List.of(Letter.REPLAYED, Origin.HEADER).contains(header.key())
          && !DeadLetter.isOurs(header.key())) {
        headers.add(header);
      }
    }
    return headers.add(Letter.REPLAYED, Integer.toString(letter.replays() + 1).getBytes(UTF_8));
  }

  /**
   * @throws FeedException if there is no such topic: a producer might create it
   */
  private int partitions(String name, TopicTail tail) {
    int count = partitionsByTopic.computeIfAbsent(name, any -> tail.partitions(any).size());
    if (count == 0) {
      throw new FeedException(
          "broker '%s' has no topic '%s' to send letters to; --to-topic names another"
              .formatted(source.bootstrapServers(), name),
          null);
    }
    return count;
  }

  private boolean isLimitReached() {
    return options.limit() != 0 && total() >= options.limit();
  }

  private long total() {
    return sent.values().stream().mapToLong(Long::longValue).sum();
  }

  private FeedException notSent(Exception cause) {
    return new FeedException(
        "broker '%s' does not take the letters after about %d: %s"
            .formatted(source.bootstrapServers(), total(), Refusal.of(cause)),
        cause);
  }
}
