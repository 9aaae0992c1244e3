/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.windows;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ReplicaInfo;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The changelog of windows, one partition.
 *
 * @param records that were written to it
 * @param bytesPerRecord key and value, a mean over the first ten thousand
 * @param logBytesPerRecord as they lie on the broker's disk, with what Kafka adds
 */
record Changelog(long records, double bytesPerRecord, double logBytesPerRecord) {
  private static final int LOOKED_AT = 10_000;
  private static final Duration POLL = Duration.ofMillis(100);

  /** Of a topic that nobody writes to any more, and that has a record. */
  static Changelog of(String bootstrapServers, String topic) {
    TopicPartition partition = new TopicPartition(topic, 0);
    Map<String, Object> settings =
        Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", false);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> all = List.of(partition);
      consumer.assign(all);
      consumer.seekToBeginning(all);
      long records = consumer.endOffsets(all).get(partition);
      long bytes = 0;
      long seen = 0;
      while (seen < Math.min(records, LOOKED_AT) && consumer.position(partition) < records) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          bytes += record.serializedKeySize() + Math.max(0, record.serializedValueSize());
          seen++;
        }
      }
      double onDisk = (double) bytesOnDisk(bootstrapServers, partition) / records;
      return new Changelog(records, (double) bytes / seen, onDisk);
    }
  }

  private static long bytesOnDisk(String bootstrapServers, TopicPartition partition) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      List<Integer> brokers =
          admin.describeCluster().nodes().get().stream().map(node -> node.id()).toList();
      return admin.describeLogDirs(brokers).allDescriptions().get().values().stream()
          .flatMap(folders -> folders.values().stream())
          .map(folder -> folder.replicaInfos().get(partition))
          .filter(replica -> replica != null)
          .mapToLong(ReplicaInfo::size)
          .sum();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the broker does not tell its logs' sizes", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking for the size of a log", e);
    }
  }
}
