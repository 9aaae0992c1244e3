/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.workload;

import io.reconstream.local.alerts.OutputDecoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A topic of one partition that the stream-app writes to.
 *
 * @param bootstrapServers of the broker
 * @param name of the topic
 */
public record WrittenTopic(String bootstrapServers, String name) {
  private static final Duration POLL = Duration.ofMillis(100);

  /** Everything in it, once nobody writes to it any more. */
  public <T extends SpecificRecordBase> List<T> all(OutputDecoder decoder, Supplier<T> empty) {
    List<T> values = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      TopicPartition partition = new TopicPartition(name, 0);
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        consumer
            .poll(POLL)
            .forEach(record -> values.add(decoder.decode(record.value(), empty.get())));
      }
    }
    return values;
  }

  /** A consumer at its beginning. */
  public KafkaConsumer<byte[], byte[]> consumer() {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.assign(List.of(new TopicPartition(name, 0)));
    return consumer;
  }
}
