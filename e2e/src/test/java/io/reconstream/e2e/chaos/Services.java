/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.chaos;

import io.reconstream.local.broker.BrokerProcess;
import io.reconstream.local.registry.LocalRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** A broker and a registry, each in a process of its own, on ports that outlive a kill. */
public final class Services implements AutoCloseable {

  private static final int PARTITIONS = 2;

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

  void killAndRestartRegistry() {
    int port = registry.port();
    registry.kill();
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
    topics.add(new NewTopic(input, PARTITIONS, (short) 1));
    for (OutputTopics output : outputs) {
      output.names().forEach(name -> topics.add(new NewTopic(name, PARTITIONS, (short) 1)));
    }
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
      admin.createTopics(topics).all().get();
      admin.listOffsets(beginnings(topics)).all().get(); // answered when every partition is led
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
