/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.demo;

import io.reconstream.local.alerts.OutputDecoder;
import io.reconstream.schemas.Alert;
import io.reconstream.schemas.Incident;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads alerts, incidents, scores and dead letters as they are committed, on a thread of its own,
 * and enters them where they are counted.
 */
final class OutputWatch implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final OutputDecoder decoder;
  private final OutcomeReader outcomes;
  private final Thread thread = new Thread(this::run, "output-watch");
  private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
  private volatile boolean finishing;
  private final Ledger ledger;
  private final AlertDesk alerts;

  OutputWatch(String bootstrapServers, String registryUrl, Ledger ledger, AlertDesk alerts) {
    this.ledger = ledger;
    this.alerts = alerts;
    this.decoder = new OutputDecoder(registryUrl);
    this.outcomes = new OutcomeReader(decoder);
    this.consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
  }

  /** Starts at the beginning of these topics, of those that {@link DemoTopics} names. */
  void start(List<String> topics) {
    List<TopicPartition> partitions =
        topics.stream()
            .flatMap(topic -> consumer.partitionsFor(topic).stream())
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    consumer.assign(partitions);
    thread.start();
  }

  private void run() {
    try {
      while (!finishing || !isAtEnd()) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        consumer.poll(POLL).forEach(records::add);
        // the end of an incident and the alert of the next are in two topics
        records.sort(Comparator.comparingLong(ConsumerRecord::timestamp));
        records.forEach(this::take);
      }
    } catch (RuntimeException e) {
      failure.set(e);
    }
  }

  private boolean isAtEnd() {
    return consumer.endOffsets(consumer.assignment()).entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    switch (record.topic()) {
      case DemoTopics.ALERTS -> alerts.take(decoder.decode(record.value(), new Alert()));
      case DemoTopics.INCIDENTS -> alerts.take(decoder.decode(record.value(), new Incident()));
      case DemoTopics.SCORES -> outcomes.enterScore(record, ledger);
      default -> OutcomeReader.enterDeadLetter(record, ledger);
    }
  }

  /** Throws what ended the thread, if anything did. */
  void check() {
    RuntimeException cause = failure.get();
    if (cause != null) {
      throw cause;
    }
  }

  /** Returns when everything that is committed by now has been read. */
  @Override
  public void close() throws Exception {
    finishing = true;
    thread.join();
    consumer.close();
    decoder.close();
  }
}
