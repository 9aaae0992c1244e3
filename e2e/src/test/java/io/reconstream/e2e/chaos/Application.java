/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The instances of one stream-app that share its input. */
public final class Application implements AutoCloseable {

  private static final Duration DRAIN_LIMIT = Duration.ofMinutes(4);

  private final String name;
  private final List<Instance> instances = new ArrayList<>();

  /**
   * @param directory of all configurations, states and logs
   * @param settings input, model, guarantee: all but the names of application and output topics
   */
  public Application(String name, int instanceCount, Path directory, Map<String, String> settings) {
    this.name = name;
    Map<String, String> all = new HashMap<>(settings);
    all.putAll(OutputTopics.of(name).settings());
    all.put("application.id", name);
    for (int i = 0; i < instanceCount; i++) {
      instances.add(new Instance(name + "-" + i, directory, all));
    }
  }

  void killAndRestartOne(Random random) {
    Instance instance = instances.get(random.nextInt(instances.size()));
    instance.kill();
    instance.restart();
  }

  void killAndRestartAll() {
    instances.forEach(Instance::kill);
    instances.forEach(Instance::restart);
  }

  /** Waits until every event of the input is committed as processed. */
  public void awaitDrained(String input, Services services) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", services.bootstrapServers()))) {
      await()
          .atMost(DRAIN_LIMIT)
          .pollInterval(Duration.ofMillis(200))
          .untilAsserted(
              () -> {
                requireAlive();
                assertThat(committed(admin)).isEqualTo(ends(admin, input));
              });
    }
  }

  /** An instance ends only when it is killed. */
  private void requireAlive() {
    for (Instance instance : instances) {
      if (!instance.isAlive()) {
        throw new IllegalStateException("an instance ended by itself, see " + instance.log());
      }
    }
  }

  private Map<TopicPartition, Long> committed(Admin admin) throws Exception {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    for (Map.Entry<TopicPartition, OffsetAndMetadata> entry :
        admin.listConsumerGroupOffsets(name).partitionsToOffsetAndMetadata().get().entrySet()) {
      offsets.put(entry.getKey(), entry.getValue().offset());
    }
    return offsets;
  }

  private static Map<TopicPartition, Long> ends(Admin admin, String topic)
      throws ExecutionException, InterruptedException {
    int partitions =
        admin.describeTopics(List.of(topic)).topicNameValues().get(topic).get().partitions().size();
    Map<TopicPartition, OffsetSpec> query = new HashMap<>();
    for (int i = 0; i < partitions; i++) {
      query.put(new TopicPartition(topic, i), OffsetSpec.latest());
    }
    Map<TopicPartition, Long> ends = new HashMap<>();
    for (Map.Entry<TopicPartition, ListOffsetsResultInfo> entry :
        admin.listOffsets(query).all().get().entrySet()) {
      ends.put(entry.getKey(), entry.getValue().offset());
    }
    return ends;
  }

  @Override
  public void close() {
    instances.forEach(Instance::close);
  }
}
