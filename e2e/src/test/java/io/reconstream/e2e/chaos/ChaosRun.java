/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.chaos;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * One round: events are fed while the script's faults happen, and an application of each guarantee
 * answers them; then the same events are answered by one that nobody disturbs.
 *
 * @param bundle that scores {@link EventFeed#SCHEMA}
 */
record ChaosRun(
    Path directory, Path bundle, int events, int eventsPerSecond, int instances, long seed) {

  private static final String INPUT = "events";
  private static final Duration FEED_LIMIT = Duration.ofMinutes(10);

  /** What the applications wrote. */
  record Outcome(Output exactlyOnce, Output atLeastOnce, Output undisturbed) {}

  Outcome under(FaultScript script) throws Exception {
    try (Services services = Services.start(directory)) {
      services.createTopics(
          INPUT,
          OutputTopics.of("exactly-once"),
          OutputTopics.of("at-least-once"),
          OutputTopics.of("undisturbed"));
      try (Application exactlyOnce =
              application("exactly-once", "exactly_once_v2", instances, services);
          Application atLeastOnce =
              application("at-least-once", "at_least_once", instances, services)) {
        feedUnder(script, services, List.of(exactlyOnce, atLeastOnce));
        exactlyOnce.awaitDrained(INPUT, services);
        atLeastOnce.awaitDrained(INPUT, services);
      }
      try (Application undisturbed = application("undisturbed", "exactly_once_v2", 1, services)) {
        undisturbed.awaitDrained(INPUT, services);
      }
      OutputReader reader = new OutputReader(services.bootstrapServers());
      return new Outcome(
          reader.read(OutputTopics.of("exactly-once")),
          reader.read(OutputTopics.of("at-least-once")),
          reader.read(OutputTopics.of("undisturbed")));
    }
  }

  private void feedUnder(FaultScript script, Services services, List<Application> applications) {
    EventFeed feed = new EventFeed(INPUT, events, eventsPerSecond, seed);
    Random random = new Random(seed);
    CompletableFuture<Void> fed = CompletableFuture.runAsync(() -> feedAll(feed, services));
    for (FaultScript.Step step : script.steps()) {
      await()
          .atMost(FEED_LIMIT)
          .until(() -> feed.progress() >= step.moment() || fed.isCompletedExceptionally());
      switch (step.fault()) {
        case ONE_INSTANCE -> applications.forEach(app -> app.killAndRestartOne(random));
        case EVERY_INSTANCE -> applications.forEach(Application::killAndRestartAll);
        case BROKER -> services.killAndRestartBroker();
        case REGISTRY -> services.killAndRestartRegistry();
      }
    }
    fed.join();
  }

  private Application application(
      String name, String guarantee, int instanceCount, Services services) {
    return new Application(
        name,
        instanceCount,
        directory,
        Map.of(
            "processing.guarantee",
            guarantee,
            "bootstrap.servers",
            services.bootstrapServers(),
            "schema.registry.url",
            services.registryUrl(),
            "input.topics",
            INPUT,
            "model.path",
            bundle.toAbsolutePath().toString(),
            // the broker forgets a killed instance sooner than after 45 s
            "kafka.session.timeout.ms",
            "6000",
            "kafka.heartbeat.interval.ms",
            "1000"));
  }

  private static void feedAll(EventFeed feed, Services services) {
    try {
      feed.run(services);
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }
}
