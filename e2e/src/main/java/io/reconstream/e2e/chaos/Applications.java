/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.chaos;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** An application for each trial, all on one input. */
final class Applications implements AutoCloseable {
  private final Stage stage;
  private final Map<Trial, Application> byTrial = new LinkedHashMap<>();

  /**
   * Where they run.
   *
   * @param name begins the names of all topics and applications
   * @param directory of configurations, states and logs
   * @param bundles of each layout
   */
  record Stage(String name, Path directory, Services services, Map<Layout, Path> bundles) {

    String input() {
      return name + "-events";
    }

    void createTopics(List<Trial> trials) throws Exception {
      services.createTopics(
          input(), trials.stream().map(this::topics).toArray(OutputTopics[]::new));
    }

    private OutputTopics topics(Trial trial) {
      return trial.hasPolicy()
          ? OutputTopics.withIncidents(application(trial))
          : OutputTopics.of(application(trial));
    }

    private String application(Trial trial) {
      return name + "-" + trial.label();
    }

    private Map<String, String> settings(Trial trial) {
      Map<String, String> settings = new HashMap<>(trial.settings());
      settings.putAll(trial.guarantee().settings());
      settings.put("bootstrap.servers", services.bootstrapServers());
      settings.put("schema.registry.url", services.registryUrl());
      settings.put("input.topics", input());
      settings.put("model.path", bundles.get(trial.layout()).toAbsolutePath().toString());
      // the broker forgets a killed instance sooner than after 45 s
      settings.put("kafka.session.timeout.ms", "6000");
      settings.put("kafka.heartbeat.interval.ms", "1000");
      return settings;
    }
  }

  /** Starts them on a stage that has its topics. */
  Applications(Stage stage, List<Trial> trials, int instances) {
    this.stage = stage;
    for (Trial trial : trials) {
      byTrial.put(
          trial,
          new Application(
              stage.application(trial),
              stage.topics(trial),
              instances,
              stage.directory(),
              stage.settings(trial)));
    }
  }

  void forEach(Consumer<Application> action) {
    byTrial.values().forEach(action);
  }

  Application of(Trial trial) {
    return byTrial.get(trial);
  }

  void awaitDrained() {
    forEach(application -> application.awaitDrained(stage.input(), stage.services()));
  }

  /** Ends them at once: what they committed is there, and nothing else counts. */
  @Override
  public void close() {
    forEach(Application::kill);
  }
}
