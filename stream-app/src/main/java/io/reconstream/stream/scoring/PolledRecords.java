/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.scoring;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * What one stream thread's consumer polled. Used by that thread only.
 *
 * <p>Bounded as Kafka Streams bounds its own buffers, which hold the same records: a partition with
 * more than {@code buffered.records.per.partition} waiting is not polled.
 */
final class PolledRecords {
  private final Set<String> topics;
  private final Map<TopicPartition, PolledPartition> partitions = new HashMap<>();

  PolledRecords(Set<String> topics) {
    this.topics = topics;
  }

  void add(ConsumerRecords<byte[], byte[]> records) {
    for (TopicPartition partition : records.partitions()) {
      if (topics.contains(partition.topic())) {
        partitions
            .computeIfAbsent(partition, key -> new PolledPartition())
            .add(records.records(partition));
      }
    }
  }

  /** Never null: a partition that was not polled is empty. */
  PolledPartition of(TopicPartition partition) {
    return partitions.computeIfAbsent(partition, key -> new PolledPartition());
  }

  /** The thread gave up the task that reads these partitions of all topics. */
  void forget(int partition) {
    partitions.keySet().removeIf(key -> key.partition() == partition);
  }
}
