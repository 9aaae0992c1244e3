/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.chaos;

import io.reconstream.local.broker.BrokerProcess;
import io.reconstream.local.registry.LocalRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** A broker and a registry, each in a process of its own, on ports that outlive a kill. */
public final class Services implements AutoCloseable {

  static final int PARTITIONS = 2;

  private static final Duration LED_LIMIT = Duration.ofSeconds(60);

  private final Path directory;
  private BrokerProcess broker;
  private LocalRegistry registry;

  private Services(Path directory) {
    this.directory = directory;
    broker = BrokerProcess.start(directory.resolve("broker"));
    registry = LocalRegistry.start(directory.resolve("registry"));
  }

  public static Services start(Path directory) {
    return new Services(directory);
  }

  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  public String registryUrl() {
    return registry.url();
  }

  void killAndRestartBroker() {
    broker.kill();
    broker = BrokerProcess.start(directory.resolve("broker"));
  }

  /**
   * @param meanwhile happens while it is down
   */
  void killAndRestartRegistry(Runnable meanwhile) {
    int port = registry.port();
    registry.kill();
    meanwhile.run();
    registry = LocalRegistry.start(directory.resolve("registry"), port);
  }

  @Override
  public void close() {
    registry.close();
    broker.close();
  }

  /** Creates the topics; returns when all their partitions can be written. */
  public void createTopics(String input, OutputTopics... outputs) throws Exception {
    List<NewTopic> topics = new ArrayList<>();
    topics.add(topic(input));
    for (OutputTopics output : outputs) {
      output.names().forEach(name -> topics.add(topic(name)));
    }
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
      admin.createTopics(topics).all().get();
      awaitLed(admin, beginnings(topics));
    }
  }

  /** A broker that has much to do hears of new topics later than its controller. */
  private static void awaitLed(Admin admin, Map<TopicPartition, OffsetSpec> partitions)
      throws ExecutionException, InterruptedException {
    long deadline = System.nanoTime() + LED_LIMIT.toNanos();
    while (true) {
      try {
        admin.listOffsets(partitions).all().get();
        return;
      } catch (ExecutionException e) {
        boolean unheardOf = e.getCause() instanceof UnknownTopicOrPartitionException;
        if (!unheardOf || System.nanoTime() > deadline) {
          throw e;
        }
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  /** Events say when they happened, which may be long ago: that must not be their end. */
  private static NewTopic topic(String name) {
    return new NewTopic(name, PARTITIONS, (short) 1).configs(Map.of("retention.ms", "-1"));
  }

  /** How many records were ever written to a topic. */
  long records(String topic) throws Exception {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (int i = 0; i < PARTITIONS; i++) {
      ends.put(new TopicPartition(topic, i), OffsetSpec.latest());
    }
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
      return admin.listOffsets(ends).all().get().values().stream()
          .mapToLong(ListOffsetsResultInfo::offset)
          .sum();
    }
  }

  /** Deletes all topics whose name begins so. */
  void deleteTopics(String prefix) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
      admin
          .deleteTopics(
              admin.listTopics().names().get().stream().filter(n -> n.startsWith(prefix)).toList())
          .all()
          .get();
    }
  }

  private static Map<TopicPartition, OffsetSpec> beginnings(List<NewTopic> topics) {
    Map<TopicPartition, OffsetSpec> query = new HashMap<>();
    for (NewTopic topic : topics) {
      for (int i = 0; i < topic.numPartitions(); i++) {
        query.put(new TopicPartition(topic.name(), i), OffsetSpec.earliest());
      }
    }
    return query;
  }
}
