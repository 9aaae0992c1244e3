/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.chaos;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * One round: events are fed while the script's faults happen, and an application answers them; then
 * the same events are answered by an application that nobody disturbs.
 *
 * @param bundle that scores {@link EventFeed#SCHEMA}
 * @param settings of the stream-app, beside names of topics and addresses
 */
record ChaosRun(
    Path directory,
    Path bundle,
    int events,
    int eventsPerSecond,
    int instances,
    long seed,
    Map<String, String> settings) {

  private static final String INPUT = "events";
  private static final int PARTITIONS = 2;
  private static final Duration FEED_LIMIT = Duration.ofMinutes(10);

  /** What both applications wrote. */
  record Outcome(Output disturbed, Output undisturbed) {}

  Outcome under(FaultScript script) throws Exception {
    try (Services services = Services.start(directory)) {
      createTopics(services, OutputTopics.of("disturbed"), OutputTopics.of("undisturbed"));
      EventFeed feed = new EventFeed(INPUT, events, eventsPerSecond, seed);
      Output disturbed =
          run(
              "disturbed",
              instances,
              services,
              application -> disturb(feed, script, application, services));
      Output undisturbed = run("undisturbed", 1, services, application -> {});
      return new Outcome(disturbed, undisturbed);
    }
  }

  private interface Act {
    void on(Application application) throws Exception;
  }

  private Output run(String name, int instanceCount, Services services, Act act) throws Exception {
    OutputTopics topics;
    try (Application application =
        new Application(name, instanceCount, directory, settings(services))) {
      act.on(application);
      application.awaitDrained(INPUT, services);
      topics = application.topics();
    }
    return new OutputReader(services.bootstrapServers()).read(topics);
  }

  private void disturb(
      EventFeed feed, FaultScript script, Application application, Services services) {
    Random random = new Random(seed);
    CompletableFuture<Void> fed = CompletableFuture.runAsync(() -> feedAll(feed, services));
    for (FaultScript.Step step : script.steps()) {
      await()
          .atMost(FEED_LIMIT)
          .until(() -> feed.progress() >= step.moment() || fed.isCompletedExceptionally());
      switch (step.fault()) {
        case ONE_INSTANCE -> application.killAndRestartOne(random);
        case EVERY_INSTANCE -> application.killAndRestartAll();
        case BROKER -> services.killAndRestartBroker();
        case REGISTRY -> services.killAndRestartRegistry();
      }
    }
    fed.join();
  }

  private static void feedAll(EventFeed feed, Services services) {
    try {
      feed.run(services);
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }

  private Map<String, String> settings(Services services) {
    Map<String, String> all = new HashMap<>();
    all.put("bootstrap.servers", services.bootstrapServers());
    all.put("schema.registry.url", services.registryUrl());
    all.put("input.topics", INPUT);
    all.put("model.path", bundle.toAbsolutePath().toString());
    // the broker forgets a killed instance sooner than after 45 s
    all.put("kafka.session.timeout.ms", "6000");
    all.put("kafka.heartbeat.interval.ms", "1000");
    all.putAll(settings);
    return all;
  }

  private static void createTopics(Services services, OutputTopics... outputs) throws Exception {
    List<NewTopic> topics = new ArrayList<>();
    topics.add(new NewTopic(INPUT, PARTITIONS, (short) 1));
    for (OutputTopics output : outputs) {
      output.names().forEach(name -> topics.add(new NewTopic(name, PARTITIONS, (short) 1)));
    }
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", services.bootstrapServers()))) {
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
