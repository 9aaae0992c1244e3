/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.windows;

import io.reconstream.local.alerts.OutputDecoder;
import io.reconstream.schemas.Alert;
import io.reconstream.schemas.Incident;
import io.reconstream.schemas.Score;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What is committed in the topics of one application. */
final class Told {
  private final String bootstrapServers;
  private final String registryUrl;
  private final String application;

  Told(String bootstrapServers, String registryUrl, String application) {
    this.bootstrapServers = bootstrapServers;
    this.registryUrl = registryUrl;
    this.application = application;
  }

  List<Score> scores() throws Exception {
    return read("scores", Score::new);
  }

  List<Alert> alerts() throws Exception {
    return read("alerts", Alert::new);
  }

  List<Incident> incidents() throws Exception {
    return read("incidents", Incident::new);
  }

  private <T extends SpecificRecordBase> List<T> read(String output, Supplier<T> empty)
      throws Exception {
    String topic = application + "-" + output;
    List<T> records = new ArrayList<>();
    try (OutputDecoder decoder = new OutputDecoder(registryUrl);
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
                new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      consumer.assign(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer
            .poll(Duration.ofMillis(200))
            .forEach(record -> records.add(decoder.decode(record.value(), empty.get())));
      }
    }
    return records;
  }
}
