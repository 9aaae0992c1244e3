/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.demo;

import io.reconstream.local.alerts.AlertPrinter;
import io.reconstream.local.broker.LocalBroker;
import io.reconstream.local.feed.EventProducer;
import io.reconstream.local.feed.Target;
import io.reconstream.local.registry.LocalRegistry;
import io.reconstream.local.simulate.Scenario;
import io.reconstream.model.bundle.Bundle;
import io.reconstream.stream.StreamApp;
import io.reconstream.stream.config.AppConfig;
import io.reconstream.trainer.progress.Progress;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * The whole path on this machine.
 *
 * @param scenario what is simulated
 * @param events to stream, 0 for no end
 * @param rate events per second, 0 for as fast as possible
 * @param trainingEvents normal events to learn from
 */
public record Demo(Scenario scenario, long events, double rate, int trainingEvents) {
  /** Two days of the bench, some seven weeks of the bank. */
  private static final int TRAINING_EVENTS = 120_000;

  private static final long STREAM_SEED = 42;
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  /** Without a new outcome for so long, the rest is not coming. */
  private static final Duration STALL_LIMIT = Duration.ofSeconds(30);

  /** With as much to learn from as a good model needs. */
  public Demo(Scenario scenario, long events, double rate) {
    this(scenario, events, rate, TRAINING_EVENTS);
  }

  /**
   * Trains, streams, and returns when every event has an outcome or none comes any more.
   *
   * @param folder for everything that is written
   * @param stop ends an endless demo
   */
  public Summary run(Path folder, PrintWriter out, Progress progress, BooleanSupplier stop)
      throws Exception {
    Path bundle = new DemoModel(scenario, trainingEvents).train(folder.resolve("model"), progress);
    progress.stage("starting broker, registry and stream-app");
    try (LocalBroker broker = LocalBroker.start(folder.resolve("broker"));
        LocalRegistry registry = LocalRegistry.start(folder.resolve("registry"));
        EventProducer producer =
            EventProducer.open(
                new Target(DemoTopics.EVENTS, broker.bootstrapServers(), registry.url()),
                scenario.schema());
        StreamApp app = StreamApp.start(config(folder, bundle, broker, registry))) {
      if (!app.awaitRunning(START_LIMIT)) {
        throw new IllegalStateException(
            "the stream-app is not running after %d s".formatted(START_LIMIT.toSeconds()));
      }
      out.printf(
          "%nstreaming %s events to topic %s at %s%n%n",
          scenario, DemoTopics.EVENTS, broker.bootstrapServers());
      out.flush();
      return stream(broker, registry, producer, new AlertPrinter(out), Bundle.read(bundle), stop);
    }
  }

  private AppConfig config(Path folder, Path bundle, LocalBroker broker, LocalRegistry registry) {
    Map<String, String> settings = new HashMap<>(policy());
    settings.putAll(
        Map.ofEntries(
            Map.entry("application.id", "reconstream-demo"),
            Map.entry("bootstrap.servers", broker.bootstrapServers()),
            Map.entry("schema.registry.url", registry.url()),
            Map.entry("input.topics", DemoTopics.EVENTS),
            Map.entry("alerts.topic", DemoTopics.ALERTS),
            Map.entry("scores.topic", DemoTopics.SCORES),
            Map.entry("dead.letter.topic", DemoTopics.DEAD_LETTERS),
            Map.entry("topics.create", "true"),
            Map.entry("model.path", bundle.toString()),
            Map.entry("event.time.field", Scenario.TIME_FIELD),
            Map.entry("key.field", scenario.keyField()),
            Map.entry("state.dir", folder.resolve("state").toString()),
            Map.entry("http.port", "0")));
    return AppConfig.of(settings);
  }

  private List<String> outputs() {
    List<String> topics = List.of(DemoTopics.ALERTS, DemoTopics.SCORES, DemoTopics.DEAD_LETTERS);
    return policy().containsValue(DemoTopics.INCIDENTS)
        ? Stream.concat(topics.stream(), Stream.of(DemoTopics.INCIDENTS)).toList()
        : topics;
  }

  /**
   * A pump's fault lasts for minutes: two anomalous readings of three open an incident, and five
   * minutes without any close it. Each payment stands for itself.
   */
  private Map<String, String> policy() {
    return switch (scenario) {
      case PUMP ->
          Map.of(
              "incidents.topic", DemoTopics.INCIDENTS,
              "policy.anomalous", "2",
              "policy.of", "3",
              "policy.clear.after", "60");
      case PAYMENTS -> Map.of();
    };
  }

  private Summary stream(
      LocalBroker broker,
      LocalRegistry registry,
      EventProducer producer,
      AlertPrinter printer,
      Bundle bundle,
      BooleanSupplier stop)
      throws Exception {
    EventLog log = new EventLog();
    Detections detections = new Detections();
    Ledger ledger = new Ledger();
    AlertDesk alerts = new AlertDesk(log, detections, printer);
    EventFeed feed =
        new EventFeed(scenario.simulation(STREAM_SEED, true), producer, log, detections);
    long start = System.nanoTime();
    try (OutputWatch watch =
        new OutputWatch(broker.bootstrapServers(), registry.url(), ledger, alerts)) {
      watch.start(outputs());
      feed.run(events, rate, stop);
      drain(watch, ledger, feed.events() + feed.badRecords());
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    alerts.finish();
    long normal = detections.normalEvents();
    return new Summary(
        scenario.toString(),
        feed.events(),
        feed.badRecords(),
        ledger.scored(),
        ledger.count(Outcome.NOT_READY),
        ledger.count(Outcome.DEAD_LETTERED),
        ledger.duplicates(),
        ledger.count(Outcome.ANOMALOUS),
        alerts.count(),
        detections.rates(),
        detections.medianDelay().toMillis() / 1e3,
        detections.falseAlarms(),
        normal == 0 ? 0 : (double) detections.falseAlarms() / normal,
        bundle.metadata().threshold().budget(),
        feed.events() / seconds,
        alerts.latencyMillis(50),
        alerts.latencyMillis(99));
  }

  private static void drain(OutputWatch watch, Ledger ledger, long sent) {
    long accounted = -1;
    long since = System.nanoTime();
    while (accounted < sent && System.nanoTime() - since < STALL_LIMIT.toNanos()) {
      watch.check();
      if (ledger.accounted() > accounted) {
        accounted = ledger.accounted();
        since = System.nanoTime();
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }
}
