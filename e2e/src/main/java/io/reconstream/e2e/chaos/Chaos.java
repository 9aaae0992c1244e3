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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rounds of faults: in each, the same events are fed while the script's faults happen, and an
 * application of each trial answers them; what they wrote is held against what applications wrote
 * that nobody disturbed. Broker and registry live through all rounds, but for their faults; topics
 * and applications are each round's own.
 *
 * @param folder of everything that is written; what a round leaves is deleted if all of it holds
 */
record Chaos(Path folder, ChaosPlan plan) {

  /** Of the events: all rounds have the same, so that one undisturbed run does for all. */
  private static final long EVENTS_SEED = 17;

  private static final int MOST_ATTEMPTS = 5;

  private static final Logger LOG = LoggerFactory.getLogger(Chaos.class);

  /** Nothing waits for events of an undisturbed run. */
  private static final int UNPACED = 1_000_000;

  /**
   * Runs all rounds.
   *
   * @param report is told each result as soon as it is there
   */
  List<RoundResult> run(Consumer<RoundResult> report) throws Exception {
    List<RoundResult> results = new ArrayList<>();
    Map<Layout, Path> bundles = bundles();
    try (Services services = Services.start(folder.resolve("services"))) {
      Map<Trial, Output> expected = undisturbed(stage("undisturbed", services, bundles));
      for (int round = 1; round <= plan.rounds(); round++) {
        for (RoundResult result : round(round, services, bundles, expected)) {
          results.add(result);
          report.accept(result);
        }
      }
    }
    return results;
  }

  private Map<Layout, Path> bundles() throws IOException {
    Map<Layout, Path> bundles = new HashMap<>();
    for (Layout layout : plan.trials().stream().map(Trial::layout).distinct().toList()) {
      bundles.put(layout, FeedBundle.train(folder.resolve("bundle-" + layout), layout));
    }
    return bundles;
  }

  private Applications.Stage stage(String name, Services services, Map<Layout, Path> bundles) {
    return new Applications.Stage(name, folder.resolve(name), services, bundles);
  }

  /** What each trial writes in peace; trials that differ in their guarantee alone share it. */
  private Map<Trial, Output> undisturbed(Applications.Stage stage) throws Exception {
    Map<Trial, Trial> peers = new LinkedHashMap<>();
    for (Trial trial : plan.trials()) {
      peers.put(
          trial,
          peers.values().stream()
              .filter(other -> other.layout() == trial.layout())
              .filter(other -> other.hasPolicy() == trial.hasPolicy())
              .findFirst()
              .orElse(trial));
    }
    List<Trial> trials = peers.values().stream().distinct().toList();
    Map<Trial, Output> outputs = new HashMap<>();
    stage.createTopics(trials);
    new EventFeed(stage.input(), plan.events(), UNPACED, EVENTS_SEED).run(stage.services());
    try (Applications applications = new Applications(stage, trials, 1)) {
      applications.awaitDrained();
      OutputReader reader = new OutputReader(stage.services().bootstrapServers());
      for (Trial trial : trials) {
        outputs.put(trial, complete(reader.read(applications.of(trial).topics())));
      }
    }
    stage.services().deleteTopics(stage.name());
    Map<Trial, Output> expected = new HashMap<>();
    peers.forEach((trial, peer) -> expected.put(trial, outputs.get(peer)));
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

  /**
   * One round. A broker that is killed may forget that it took the feed's last batch, and take it
   * again: that is no fault of the application, which has other events then, and the round is made
   * anew.
   */
  private List<RoundResult> round(
      int round, Services services, Map<Layout, Path> bundles, Map<Trial, Output> expected)
      throws Exception {
    for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
      Applications.Stage stage = stage("round-%d-%d".formatted(round, attempt), services, bundles);
      List<RoundResult> results = attempt(round, stage, expected);
      long fed = services.records(stage.input());
      services.deleteTopics(stage.name() + "-");
      if (fed == plan.events()) {
        if (results.stream().allMatch(RoundResult::holds)) {
          delete(stage.directory());
        }
        return results;
      }
      LOG.warn("the broker took {} events of {} that were fed: once more", fed, plan.events());
    }
    throw new IllegalStateException(
        "in %d attempts at round %d the broker never took each event once"
            .formatted(MOST_ATTEMPTS, round));
  }

  private List<RoundResult> attempt(
      int round, Applications.Stage stage, Map<Trial, Output> expected) throws Exception {
    long begin = System.nanoTime();
    long seed = plan.seed() + round - 1;
    FaultScript script = FaultScript.random(seed);
    List<RoundResult> results = new ArrayList<>();
    stage.createTopics(plan.trials());
    try (Applications applications = new Applications(stage, plan.trials(), plan.instances())) {
      feedUnder(script, new Random(seed), applications, stage);
      applications.awaitDrained();
      double seconds = (System.nanoTime() - begin) / 1e9;
      OutputReader reader = new OutputReader(stage.services().bootstrapServers());
      for (Trial trial : plan.trials()) {
        Application application = applications.of(trial);
        Output actual = reader.read(application.topics());
        Comparison comparison = trial.compare(expected.get(trial), actual);
        results.add(
            new RoundResult(
                round,
                seed,
                trial.label(),
                script.toString(),
                plan.events(),
                actual.entries().size(),
                comparison.lost(),
                comparison.doubled(),
                comparison.differing(),
                actual.entries().size() - actual.deduplicated().entries().size(),
                application.stops(),
                seconds,
                comparison.examples()));
      }
    }
    return results;
  }

  private void feedUnder(
      FaultScript script, Random random, Applications applications, Applications.Stage stage)
      throws InterruptedException {
    EventFeed feed =
        new EventFeed(stage.input(), plan.events(), plan.eventsPerSecond(), EVENTS_SEED);
    CompletableFuture<Void> fed = CompletableFuture.runAsync(() -> feedAll(feed, stage.services()));
    for (FaultScript.Step step : script.steps()) {
      while (feed.progress() < step.moment() && !fed.isDone()) {
        applications.forEach(Application::supervise);
        TimeUnit.MILLISECONDS.sleep(20);
      }
      switch (step.fault()) {
        case ONE_INSTANCE -> applications.forEach(app -> app.killAndRestartOne(random));
        case EVERY_INSTANCE -> applications.forEach(Application::killAndRestartAll);
        case BROKER -> stage.services().killAndRestartBroker();
        case REGISTRY -> stage.services().killAndRestartRegistry(feed::evolve);
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

  static void delete(Path folder) throws IOException {
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
