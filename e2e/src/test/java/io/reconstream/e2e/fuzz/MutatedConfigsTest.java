/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.reconstream.stream.config.AppConfig;
import io.reconstream.stream.config.ConfigSources;
import io.reconstream.stream.config.InvalidConfigException;
import io.reconstream.stream.runtime.StreamsSettings;
import io.reconstream.stream.scoring.LookAhead;
import io.reconstream.trainer.config.InvalidInputException;
import io.reconstream.trainer.config.TrainingConfig;
import io.reconstream.trainer.config.TrainingConfigReader;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutatedConfigsTest {
  private static final String APP =
      """
      # all kinds of values
      application.id: pumps
      bootstrap:
        servers: [broker-1:9092, broker-2:9092]
      schema.registry.url: https://user:secret@registry:8081/api
      schema.registry.basic.auth.credentials.source: URL
      input.topics: events, more-events
      input.format: json
      input.layout: long
      long:
        bucket.ms: 1000
        fill: interpolate
        delay.ms: 10
      alerts.topic: alerts
      scores.topic: scores
      incidents.topic: incidents
      rules.topic: rules
      model.path: models/pump.onnx
      model.check.interval.ms: 500
      event.time.field: at.time
      key.field: machine[0].id
      key.repartition: true
      threshold.mode: adaptive
      threshold.rate: 0.001
      policy:
        anomalous: 2
        of: 3
        clear.margin: 0.5
        features: [Pressure:HIGH:0.5:10%, "Flow rate:LOW"]
        mutes: 2026-01-31T06:00:00Z/2026-01-31T08:00:00Z/planned work
      window.gap.ms: 60000
      batch.max.rows: 512
      threads: 2
      processing.guarantee: at_least_once
      state.dir: /var/lib/reconstream
      http.host: 127.0.0.1
      http.port: 8080
      kafka.security.protocol: SASL_SSL
      kafka.max.poll.interval.ms: 300000
      config.providers: env
      config.providers.env.class: org.apache.kafka.common.config.provider.EnvVarConfigProvider
      """;

  @TempDir private Path folder;

  @Test
  void shouldUseOrRefuseAnyConfigurationOfTheApp() throws InterruptedException {
    Map<String, Integer> outcomes =
        Fuzz.run("app configurations", Fuzz.inputs(500), this::startApp);
    assertThat(outcomes).containsKeys("used", "refused");
  }

  private String startApp(Random random) throws Exception {
    boolean yaml = random.nextInt(4) > 0;
    Path file =
        Files.write(
            folder.resolve(yaml ? "app.yaml" : "app.properties"), MutatedText.of(APP, random));
    Map<String, String> environment =
        random.nextInt(4) > 0
            ? Map.of()
            : Map.of("RECONSTREAM_HTTP_PORT", MutatedText.pooled(random));
    try {
      AppConfig config = ConfigSources.load(file, environment);
      // what the parts of the app ask it for, whatever they are
      for (Method method : AppConfig.class.getMethods()) {
        boolean asked = !method.getName().equals("longPivot") || config.isLong();
        if (method.getParameterCount() == 0
            && method.getDeclaringClass() == AppConfig.class
            && asked) {
          method.invoke(config);
        }
      }
      StreamsSettings.of(config, new LookAhead(Set.copyOf(config.scoredTopics())));
      return "used";
    } catch (InvalidConfigException e) {
      assertThat(e.problems()).isNotEmpty().allMatch(problem -> !problem.isBlank());
      assertThat(e.getMessage()).doesNotContain("user:secret");
      return "refused";
    }
  }

  @Test
  void shouldUseOrRefuseAnyConfigurationOfATraining() throws Exception {
    List<String> examples = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("..", "docs", "examples"))) {
      for (Path file : files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList()) {
        examples.add(
            TrainingConfigReader.parse(Files.readString(file), "example", Map.of()).toYaml());
      }
    }
    Map<String, Integer> outcomes =
        Fuzz.run(
            "training configurations",
            Fuzz.inputs(500),
            random -> readTraining(examples.get(random.nextInt(examples.size())), random));
    assertThat(outcomes).containsKeys("used", "refused");
  }

  private String readTraining(String example, Random random) throws IOException {
    Path file = Files.write(folder.resolve("training.yaml"), MutatedText.of(example, random));
    Map<String, String> overrides =
        random.nextInt(4) > 0 ? Map.of() : Map.of("training.epochs", MutatedText.pooled(random));
    try {
      TrainingConfig config = TrainingConfigReader.read(file, overrides);
      String yaml = config.toYaml();
      assertThat(TrainingConfigReader.parse(yaml, "again", Map.of()).toYaml()).isEqualTo(yaml);
      return "used";
    } catch (InvalidInputException e) {
      assertThat(e.problems()).isNotEmpty().allMatch(problem -> !problem.isBlank());
      return "refused";
    }
  }
}
