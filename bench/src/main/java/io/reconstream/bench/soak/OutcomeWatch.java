/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.soak;

import io.reconstream.local.alerts.OutputDecoder;
import io.reconstream.local.demo.Ledger;
import io.reconstream.local.demo.OutcomeReader;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Enters what the product committed into the ledger, in a thread of its own. */
final class OutcomeWatch implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final Ledger ledger;
  private final SoakTopics topics;
  private final String bootstrapServers;
  private final OutputDecoder decoder;
  private final Thread thread = new Thread(this::read, "outcome-watch");
  private volatile boolean closed;
  private volatile RuntimeException failure;

  OutcomeWatch(String bootstrapServers, String registryUrl, SoakTopics topics, Ledger ledger) {
    this.bootstrapServers = bootstrapServers;
    this.topics = topics;
    this.ledger = ledger;
    decoder = new OutputDecoder(registryUrl);
    thread.start();
  }

  private void read() {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest",
                "max.poll.records",
                10_000),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          Stream.of(topics.scores(), topics.deadLetters())
              .flatMap(
                  topic ->
                      IntStream.range(0, SoakTopics.PARTITIONS)
                          .mapToObj(partition -> new TopicPartition(topic, partition)))
              .toList();
      consumer.assign(partitions);
      while (!closed) {
        consumer.poll(POLL).forEach(this::enter);
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void enter(ConsumerRecord<byte[], byte[]> record) {
    if (record.topic().equals(topics.scores())) {
      new OutcomeReader(decoder).enterScore(record, ledger);
    } else {
      OutcomeReader.enterDeadLetter(record, ledger);
    }
  }

  /**
   * @throws IllegalStateException if it cannot read
   */
  void requireRunning() {
    if (failure != null) {
      throw new IllegalStateException("the output cannot be read", failure);
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    closed = true;
    thread.join();
    decoder.close();
  }
}
