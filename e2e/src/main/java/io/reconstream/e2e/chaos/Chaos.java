/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.chaos;

import io.reconstream.e2e.chaos.Output.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Rounds of faults: in each, the same events are fed while the script's faults happen, and an
 * application of each trial answers them; what they wrote is held against what applications wrote
 * that nobody disturbed. Broker and registry live through all rounds, but for their faults; topics
 * and applications are each round's own.
 *
 * @param folder of everything that is written; what a round leaves is deleted if all of it holds
 */
record Chaos(Path folder, ChaosPlan plan) {

  private static final String UNDISTURBED = "undisturbed";

  /** Of the events: all rounds have the same, so that one undisturbed run does for all. */
  private static final long EVENTS_SEED = 17;

  /** Nothing waits for events of an undisturbed run. */
  private static final int UNPACED = 1_000_000;

  /**
   * Runs all rounds.
   *
   * @param report is told each result as soon as it is there
   */
  List<RoundResult> run(Consumer<RoundResult> report) throws Exception {
    List<RoundResult> results = new ArrayList<>();
    Map<Layout, Path> bundles = new HashMap<>();
    for (Trial trial : plan.trials()) {
      if (!bundles.containsKey(trial.layout())) {
        bundles.put(
            trial.layout(),
            FeedBundle.train(folder.resolve("bundle-" + trial.layout()), trial.layout()));
      }
    }
    try (Services services = Services.start(folder.resolve("services"))) {
      Map<Trial, Output> expected = undisturbed(services, bundles);
      for (int round = 1; round <= plan.rounds(); round++) {
        for (RoundResult result : new Round(round, services, bundles, expected).run()) {
          results.add(result);
          report.accept(result);
        }
      }
    }
    return results;
  }

  /** What each trial writes in peace; trials that differ in their guarantee alone share it. */
  private Map<Trial, Output> undisturbed(Services services, Map<Layout, Path> bundles)
      throws Exception {
    Map<Trial, Trial> shared = new LinkedHashMap<>();
    for (Trial trial : plan.trials()) {
      Trial peer =
          shared.values().stream()
              .filter(other -> other.layout() == trial.layout())
              .filter(other -> other.hasPolicy() == trial.hasPolicy())
              .findFirst()
              .orElse(trial);
      shared.put(trial, peer);
    }
    Map<Trial, Output> outputs = new HashMap<>();
    Path directory = folder.resolve(UNDISTURBED);
    String input = UNDISTURBED + "-events";
    List<Trial> peers = shared.values().stream().distinct().toList();
    services.createTopics(
        input, peers.stream().map(t -> topics(UNDISTURBED, t)).toArray(OutputTopics[]::new));
    new EventFeed(input, plan.events(), UNPACED, EVENTS_SEED).run(services);
    OutputReader reader = new OutputReader(services.bootstrapServers());
    for (Trial trial : peers) {
      Application application =
          application(UNDISTURBED, trial, input, 1, directory, services, bundles);
      try (application) {
        application.awaitDrained(input, services);
      }
      outputs.put(trial, complete(reader.read(application.topics())));
    }
    services.deleteTopics(UNDISTURBED);
    Map<Trial, Output> expected = new HashMap<>();
    shared.forEach((trial, peer) -> expected.put(trial, outputs.get(peer)));
    return expected;
  }

  /** Each event fed has exactly one outcome, and no other event has any. */
  private Output complete(Output output) {
    Map<String, List<Entry>> outcomes = output.outcomes();
    for (int i = 0; i < plan.events(); i++) {
      String source = i % Services.PARTITIONS + "@" + i / Services.PARTITIONS;
      List<Entry> found = outcomes.getOrDefault(source, List.of());
      if (found.size() != 1) {
        throw new IllegalStateException(
            "undisturbed, event %s has the outcomes %s, expected one".formatted(source, found));
      }
    }
    if (outcomes.size() != plan.events()) {
      throw new IllegalStateException(
          "undisturbed, there are outcomes of %d events, expected %d"
              .formatted(outcomes.size(), plan.events()));
    }
    return output;
  }

  private static OutputTopics topics(String prefix, Trial trial) {
    String name = prefix + "-" + trial.label();
    return trial.hasPolicy() ? OutputTopics.withIncidents(name) : OutputTopics.of(name);
  }

  private static Application application(
      String prefix,
      Trial trial,
      String input,
      int instances,
      Path directory,
      Services services,
      Map<Layout, Path> bundles) {
    Map<String, String> settings = new HashMap<>(trial.settings());
    settings.putAll(trial.guarantee().settings());
    settings.put("bootstrap.servers", services.bootstrapServers());
    settings.put("schema.registry.url", services.registryUrl());
    settings.put("input.topics", input);
    settings.put("model.path", bundles.get(trial.layout()).toAbsolutePath().toString());
    // the broker forgets a killed instance sooner than after 45 s
    settings.put("kafka.session.timeout.ms", "6000");
    settings.put("kafka.heartbeat.interval.ms", "1000");
    return new Application(
        prefix + "-" + trial.label(), topics(prefix, trial), instances, directory, settings);
  }

  /** One round. */
  private final class Round {
    private final int number;
    private final long seed;
    private final String prefix;
    private final String input;
    private final Services services;
    private final Map<Layout, Path> bundles;
    private final Map<Trial, Output> expected;

    Round(int number, Services services, Map<Layout, Path> bundles, Map<Trial, Output> expected) {
      this.number = number;
      this.seed = plan.seed() + number - 1;
      this.prefix = "round-%d".formatted(number);
      this.input = prefix + "-events";
      this.services = services;
      this.bundles = bundles;
      this.expected = expected;
    }

    List<RoundResult> run() throws Exception {
      long begin = System.nanoTime();
      FaultScript script = FaultScript.random(seed);
      Path directory = folder.resolve(prefix);
      services.createTopics(
          input, plan.trials().stream().map(t -> topics(prefix, t)).toArray(OutputTopics[]::new));
      Map<Trial, Application> applications = new LinkedHashMap<>();
      try {
        for (Trial trial : plan.trials()) {
          applications.put(
              trial,
              application(prefix, trial, input, plan.instances(), directory, services, bundles));
        }
        feedUnder(script, List.copyOf(applications.values()));
        for (Application application : applications.values()) {
          application.awaitDrained(input, services);
        }
      } finally {
        // all is committed, or has failed
        applications.values().forEach(Application::kill);
      }
      List<RoundResult> results = new ArrayList<>();
      OutputReader reader = new OutputReader(services.bootstrapServers());
      for (Map.Entry<Trial, Application> entry : applications.entrySet()) {
        Output actual = reader.read(entry.getValue().topics());
        double seconds = (System.nanoTime() - begin) / 1e9;
        results.add(result(entry.getKey(), entry.getValue(), script, actual, seconds));
      }
      services.deleteTopics(prefix);
      if (results.stream().allMatch(RoundResult::holds)) {
        delete(directory);
      }
      return results;
    }

    private RoundResult result(
        Trial trial, Application application, FaultScript script, Output actual, double seconds) {
      Comparison comparison = trial.compare(expected.get(trial), actual);
      return new RoundResult(
          number,
          seed,
          trial.label(),
          script.toString(),
          plan.events(),
          actual.entries().size(),
          comparison.lost(),
          comparison.doubled(),
          comparison.differing(),
          comparison.unscored(),
          actual.entries().size() - actual.deduplicated().entries().size(),
          application.stops(),
          seconds,
          comparison.examples());
    }

    private void feedUnder(FaultScript script, List<Application> applications)
        throws InterruptedException {
      EventFeed feed = new EventFeed(input, plan.events(), plan.eventsPerSecond(), EVENTS_SEED);
      Random random = new Random(seed);
      CompletableFuture<Void> fed = CompletableFuture.runAsync(() -> feedAll(feed));
      for (FaultScript.Step step : script.steps()) {
        while (feed.progress() < step.moment() && !fed.isDone()) {
          applications.forEach(Application::supervise);
          TimeUnit.MILLISECONDS.sleep(20);
        }
        switch (step.fault()) {
          case ONE_INSTANCE -> applications.forEach(app -> app.killAndRestartOne(random));
          case EVERY_INSTANCE -> applications.forEach(Application::killAndRestartAll);
          case BROKER -> services.killAndRestartBroker();
          case REGISTRY -> services.killAndRestartRegistry(feed::evolve);
        }
      }
      fed.join();
    }

    private void feedAll(EventFeed feed) {
      try {
        feed.run(services);
      } catch (Exception e) {
        throw new CompletionException(e);
      }
    }
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
