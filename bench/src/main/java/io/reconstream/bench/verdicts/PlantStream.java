/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.verdicts;

import io.micrometer.core.instrument.FunctionCounter;
import io.reconstream.bench.workload.BenchServices;
import io.reconstream.bench.workload.BenchTopic;
import io.reconstream.bench.workload.WrittenTopic;
import io.reconstream.local.alerts.OutputDecoder;
import io.reconstream.local.feed.EventProducer;
import io.reconstream.local.feed.Target;
import io.reconstream.local.simulate.Episode;
import io.reconstream.local.simulate.Event;
import io.reconstream.local.simulate.Scenario;
import io.reconstream.local.simulate.Simulation;
import io.reconstream.schemas.Alert;
import io.reconstream.schemas.Incident;
import io.reconstream.stream.StreamApp;
import io.reconstream.stream.config.AppConfig;
import io.reconstream.trainer.progress.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * Streams simulated events through the product: a broker and a registry in processes of their own,
 * and the stream-app with adaptive thresholds that keep a budget of alerts.
 *
 * @param services broker and registry
 * @param folder of the app's state
 * @param bundle what scores
 * @param alertsPerDay the budget of each key
 */
record PlantStream(BenchServices services, Path folder, Path bundle, double alertsPerDay) {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STALLED = Duration.ofSeconds(60);
  private static final int STEPS = 10;

  /**
   * Streams so many events and waits until all of them were processed.
   *
   * @param name of the run, unique among those of the services
   * @throws IllegalStateException if no event is processed for a minute
   */
  Told run(String name, Simulation simulation, long events, Progress progress) {
    List<String> outputs =
        Stream.of("alerts", "incidents", "dead-letters").map(o -> name + "-" + o).toList();
    BenchTopic.create(
        services.bootstrapServers(),
        Stream.concat(Stream.of(name), outputs.stream())
            .map(topic -> new NewTopic(topic, 1, (short) 1))
            .toList());
    Map<String, Episode> episodes = new LinkedHashMap<>();
    try (StreamApp app = StreamApp.start(config(name, outputs))) {
      if (!app.awaitRunning(START)) {
        throw new IllegalStateException("the stream-app did not start, see its log");
      }
      FunctionCounter processed = app.meters().get("reconstream.events").functionCounter();
      send(name, simulation, events, episodes, progress);
      await(processed, events);
    }
    try (OutputDecoder decoder = new OutputDecoder(services.registryUrl())) {
      List<Alert> alerts = written(outputs.get(0)).all(decoder, Alert::new);
      Map<String, Incident> incidents = new LinkedHashMap<>();
      written(outputs.get(1))
          .all(decoder, Incident::new)
          .forEach(incident -> incidents.put(incident.getId(), incident));
      return new Told(alerts, List.copyOf(incidents.values()), List.copyOf(episodes.values()));
    } catch (IOException e) {
      throw new IllegalStateException("what the stream told cannot be read", e);
    }
  }

  private void send(
      String topic,
      Simulation simulation,
      long events,
      Map<String, Episode> episodes,
      Progress progress) {
    Target target = new Target(topic, services.bootstrapServers(), services.registryUrl());
    try (EventProducer producer = EventProducer.open(target, Scenario.PUMP.schema())) {
      for (long sent = 1; sent <= events; sent++) {
        Event event = simulation.next();
        producer.send(event.key(), event.value());
        event.episode().ifPresent(episode -> episodes.putIfAbsent(episode.id(), episode));
        if (sent % Math.max(1, events / STEPS) == 0) {
          progress.step(sent, events, "sent to topic %s".formatted(topic));
        }
      }
      producer.flush();
    }
  }

  private static void await(FunctionCounter processed, long events) {
    double last = -1;
    long since = System.nanoTime();
    while (processed.count() < events) {
      if (processed.count() != last) {
        last = processed.count();
        since = System.nanoTime();
      } else if (System.nanoTime() - since > STALLED.toNanos()) {
        throw new IllegalStateException(
            "%,.0f of %,d events were processed, and none for %s".formatted(last, events, STALLED));
      }
      LockSupport.parkNanos(10_000_000);
    }
  }

  private WrittenTopic written(String topic) {
    return new WrittenTopic(services.bootstrapServers(), topic);
  }

  private AppConfig config(String name, List<String> outputs) {
    Map<String, String> config = new TreeMap<>();
    config.put("application.id", name + "-app");
    config.put("bootstrap.servers", services.bootstrapServers());
    config.put("schema.registry.url", services.registryUrl());
    config.put("input.topics", name);
    config.put("alerts.topic", outputs.get(0));
    config.put("incidents.topic", outputs.get(1));
    config.put("dead.letter.topic", outputs.get(2));
    config.put("model.path", bundle.toString());
    config.put("event.time.field", Scenario.TIME_FIELD);
    config.put("key.field", Scenario.PUMP.keyField());
    config.put("threshold.mode", "adaptive");
    config.put("threshold.alerts.per.day", Double.toString(alertsPerDay));
    config.put("state.dir", folder.resolve(name + "-state").toString());
    config.put("http.port", "0");
    return AppConfig.of(config);
  }
}
