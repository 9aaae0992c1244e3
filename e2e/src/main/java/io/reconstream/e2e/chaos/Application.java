/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** The instances of one stream-app that share its input. */
public final class Application implements AutoCloseable {

  private static final Duration DRAIN_LIMIT = Duration.ofMinutes(4);
  private static final Duration POLL = Duration.ofMillis(100);

  /** More often than faults could explain. */
  private static final int MOST_STOPS = 20;

  private final String name;
  private final OutputTopics topics;
  private final List<Instance> instances = new ArrayList<>();
  private int stops;

  /**
   * @param directory of all configurations, states and logs
   * @param settings input, model, guarantee: all but the names of application and output topics
   */
  public Application(String name, int instanceCount, Path directory, Map<String, String> settings) {
    this(name, OutputTopics.of(name), instanceCount, directory, settings);
  }

  Application(
      String name,
      OutputTopics topics,
      int instanceCount,
      Path directory,
      Map<String, String> settings) {
    this.name = name;
    this.topics = topics;
    Map<String, String> all = new HashMap<>(settings);
    all.putAll(topics.settings());
    all.put("application.id", name);
    for (int i = 0; i < instanceCount; i++) {
      instances.add(new Instance(name + "-" + i, directory, all));
    }
  }

  OutputTopics topics() {
    return topics;
  }

  /** How often an instance ended by itself. */
  int stops() {
    return stops;
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

  /**
   * Starts again what ended by itself, as a supervisor would: an app stops where an outage of the
   * registry outlasts its patience.
   *
   * @throws IllegalStateException if that happens again and again
   */
  void supervise() {
    for (Instance instance : instances) {
      if (instance.revive()) {
        stops++;
        if (stops > MOST_STOPS) {
          throw new IllegalStateException(
              "an instance of %s ended %d times by itself, see %s"
                  .formatted(name, stops, instance.log()));
        }
      }
    }
  }

  /** Waits until every event of the input is committed as processed. */
  public void awaitDrained(String input, Services services) {
    long deadline = System.nanoTime() + DRAIN_LIMIT.toNanos();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", services.bootstrapServers()))) {
      Map<TopicPartition, Long> ends = ends(admin, input);
      Map<TopicPartition, Long> committed = committed(admin);
      while (!committed.equals(ends)) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(
              "%s has processed %s of %s after %s; its logs are beside %s"
                  .formatted(name, committed, ends, DRAIN_LIMIT, instances.get(0).log()));
        }
        supervise();
        TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        committed = committed(admin);
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the broker does not say how far " + name + " is", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + name, e);
    }
  }

  private Map<TopicPartition, Long> committed(Admin admin)
      throws ExecutionException, InterruptedException {
    return admin
        .listConsumerGroupOffsets(name)
        .partitionsToOffsetAndMetadata()
        .get()
        .entrySet()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
  }

  private static Map<TopicPartition, Long> ends(Admin admin, String topic)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> query =
        IntStream.range(0, Services.PARTITIONS)
            .boxed()
            .collect(
                Collectors.toMap(
                    partition -> new TopicPartition(topic, partition),
                    partition -> OffsetSpec.latest()));
    return admin.listOffsets(query).all().get().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
  }

  @Override
  public void close() {
    instances.forEach(Instance::close);
  }

  /** Ends it at once: nothing that it could still write is awaited. */
  void kill() {
    instances.forEach(Instance::kill);
  }
}
