/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppConfigTest {
  private static final Map<String, String> REQUIRED =
      Map.of(
          "bootstrap.servers", "localhost:9092",
          "schema.registry.url", "http://localhost:8081",
          "input.topics", "events",
          "model.path", "model.onnx");

  private static AppConfig with(String key, String value) {
    Map<String, String> settings = new HashMap<>(REQUIRED);
    settings.put(key, value);
    return AppConfig.of(settings);
  }

  @Test
  void shouldHaveSafeDefaults() {
    AppConfig config = AppConfig.of(REQUIRED);

    assertThat(config.processingGuarantee()).isEqualTo("exactly_once_v2");
    assertThat(config.httpHost()).isEqualTo("127.0.0.1");
    assertThat(config.scoresTopic()).isEmpty();
    assertThat(config.latentsTopic()).isEmpty();
    assertThat(config.thresholdRate()).isEmpty();
    assertThat(config.inputFormat()).isEqualTo(InputFormat.AVRO);
    assertThat(config.createsTopics()).isFalse();
    assertThat(config.threads()).isEqualTo(1);
  }

  @Test
  void shouldHaveNoPolicyUnlessAKeyAsksForIt() {
    assertThat(AppConfig.of(REQUIRED).hasPolicy()).isFalse();
    assertThat(with("policy.of", "3").hasPolicy()).isTrue();
    assertThat(with("incidents.topic", "incidents").hasPolicy()).isTrue();
  }

  @Test
  void shouldTellWhatThresholdAndPolicyLack() {
    Map<String, String> settings = new HashMap<>(REQUIRED);
    settings.put("threshold.mode", "adaptive");
    settings.put("policy.anomalous", "4");
    settings.put("policy.of", "3");

    assertThatThrownBy(() -> AppConfig.of(settings))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("threshold.mode is adaptive and threshold.rate is not set")
        .hasMessageContaining("policy.of is 3, expected at least policy.anomalous, which is 4");
    assertThatThrownBy(() -> with("threshold.mode", "fixed"))
        .hasMessageContaining("expected threshold.value to be set");
  }

  @Test
  void shouldTakeEveryKey() {
    Map<String, String> settings =
        new HashMap<>(
            Map.ofEntries(
                Map.entry("application.id", "app"),
                Map.entry("bootstrap.servers", "a:1, b:2"),
                Map.entry("schema.registry.url", "http://r1:8081,https://r2"),
                Map.entry("input.topics", "x,y"),
                Map.entry("input.format", "json"),
                Map.entry("input.reader.schema", "events.avsc"),
                Map.entry("alerts.topic", "al"),
                Map.entry("scores.topic", "sc"),
                Map.entry("latents.topic", "la"),
                Map.entry("dead.letter.topic", "dl"),
                Map.entry("topics.create", "true"),
                Map.entry("model.path", "m.onnx"),
                Map.entry("model.check.interval.ms", "500"),
                Map.entry("event.time.field", "time"),
                Map.entry("key.field", "machine.id"),
                Map.entry("threshold.rate", "0.01"),
                Map.entry("batch.max.rows", "64"),
                Map.entry("threads", "2"),
                Map.entry("processing.guarantee", "at_least_once"),
                Map.entry("state.dir", "state"),
                Map.entry("start.timeout.ms", "1000"),
                Map.entry("http.host", "0.0.0.0"),
                Map.entry("http.port", "0")));
    settings.put("kafka.max.poll.records", "10");
    settings.put("schema.registry.basic.auth.user.info", "me:s3cr3t-registry");
    settings.put("http.token", "s3cr3t-token");

    AppConfig config = AppConfig.of(settings);

    assertThat(config.applicationId()).isEqualTo("app");
    assertThat(config.bootstrapServers()).isEqualTo("a:1,b:2");
    assertThat(config.registryUrls()).containsExactly("http://r1:8081", "https://r2");
    assertThat(config.inputTopics()).containsExactly("x", "y");
    assertThat(config.inputFormat()).isEqualTo(InputFormat.JSON);
    assertThat(config.readerSchema()).contains(Path.of("events.avsc"));
    assertThat(config.alertsTopic()).isEqualTo("al");
    assertThat(config.scoresTopic()).contains("sc");
    assertThat(config.latentsTopic()).contains("la");
    assertThat(config.deadLetterTopic()).isEqualTo("dl");
    assertThat(config.createsTopics()).isTrue();
    assertThat(config.modelPath()).isEqualTo(Path.of("m.onnx"));
    assertThat(config.modelCheckInterval()).isEqualTo(Duration.ofMillis(500));
    assertThat(config.eventTimeField()).contains("time");
    assertThat(config.keyField()).contains("machine.id");
    assertThat(config.thresholdRate()).contains(0.01);
    assertThat(config.batchMaxRows()).isEqualTo(64);
    assertThat(config.threads()).isEqualTo(2);
    assertThat(config.processingGuarantee()).isEqualTo("at_least_once");
    assertThat(config.stateDir()).contains(Path.of("state"));
    assertThat(config.startTimeout()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.httpHost()).isEqualTo("0.0.0.0");
    assertThat(config.httpPort()).isZero();
    assertThat(config.httpToken()).contains(new Password("s3cr3t-token"));
    assertThat(config.kafka()).isEqualTo(Map.of("max.poll.records", "10"));
    assertThat(config.registry()).isEqualTo(Map.of("basic.auth.user.info", "me:s3cr3t-registry"));
  }

  @Test
  void shouldReportAllProblemsTogether() {
    InvalidConfigException e =
        catchThrowableOfType(
            InvalidConfigException.class,
            () ->
                AppConfig.of(
                    Map.of(
                        "bootstrap.server", "localhost:9092",
                        "input.topics", "bad topic",
                        "http.port", "99999",
                        "threshold.rate", "2",
                        "model.path", "m.onnx",
                        "nonsense.that.is.far.off", "1")));

    assertThat(e.problems())
        .anyMatch(
            text ->
                text.contains("unknown key 'bootstrap.server', did you mean 'bootstrap.servers'?"))
        .anyMatch(
            text -> text.contains("unknown key 'nonsense.that.is.far.off', see --print-config"))
        .anyMatch(text -> text.startsWith("key 'bootstrap.servers' is missing: Kafka brokers"))
        .anyMatch(text -> text.startsWith("key 'schema.registry.url' is missing: Base URL"))
        .anyMatch(text -> text.contains("bad topic") && text.contains("one or more topic names"))
        .anyMatch(text -> text.contains("99999") && text.contains("http.port"))
        .anyMatch(text -> text.contains("threshold.rate") && text.contains("above 0 and below 1"))
        .hasSize(7);
  }

  @Test
  void shouldRefuseTwoThresholds() {
    Map<String, String> settings = new HashMap<>(REQUIRED);
    settings.put("threshold.rate", "0.1");
    settings.put("threshold.value", "3");

    assertThatThrownBy(() -> AppConfig.of(settings))
        .hasMessageContaining("both threshold.rate (0.1) and threshold.value (3) are set");
  }

  @Test
  void shouldRefuseWhatIsNoServerUrlOrField() {
    for (String[] bad :
        List.of(
            new String[] {"bootstrap.servers", "localhost"},
            new String[] {"schema.registry.url", "localhost:8081"},
            new String[] {"key.field", "a..b"},
            new String[] {"input.format", "xml"},
            new String[] {"alerts.topic", ""},
            new String[] {"input.topics", ""},
            new String[] {"policy.features", "Pressure:UP"},
            new String[] {"policy.mutes", "2026-01-02T00:00:00Z/2026-01-01T00:00:00Z"},
            new String[] {"processing.guarantee", "exactly_once"})) {
      assertThatThrownBy(() -> with(bad[0], bad[1]))
          .as(bad[0])
          .isInstanceOf(InvalidConfigException.class)
          .hasMessageContaining(bad[0])
          .hasMessageContaining("1 problem:");
    }
  }

  @Test
  void shouldNameTheEntryOfAListThatIsWrong() {
    assertThatThrownBy(() -> with("policy.features", "Pressure:HIGH, Flow:UP"))
        .hasMessageContaining("Invalid value [Flow:UP] for configuration policy.features");
  }

  @Test
  void shouldShowNoPasswordOfUrl() {
    assertThatThrownBy(() -> with("schema.registry.url", "ftp://me:s3cr3t-url@host"))
        .hasMessageContaining("ftp://***@host")
        .hasMessageNotContaining("s3cr3t");
    for (String cutOff :
        List.of("http://me:s3cr3t", "http://me:s3c/r3t@host", "http://me:s@3cr3t@host:8081")) {
      assertThatThrownBy(() -> with("schema.registry.url", cutOff))
          .hasMessageContaining("http://***")
          .hasMessageNotContaining("s3c")
          .hasMessageNotContaining("r3t");
    }
    for (String malformed :
        List.of(
            "https:-/me:s3cr3t@host",
            "https:/me:s3cr3t@host",
            "https:me:s3cr3t@host",
            "https-//me:s3cr3t@host",
            "https/s3cr3t@host",
            "me:s3cr3t@host",
            "http//me:s3 cr3t s3@host",
            "http://a:80,https:\\\\me:s3cr3t@host")) {
      assertThatThrownBy(() -> with("schema.registry.url", malformed))
          .hasMessageContaining("***@host")
          .hasMessageNotContaining("s3")
          .hasMessageNotContaining("cr3t");
    }
    assertThatThrownBy(() -> with("schema.registry.url", "ftp://host:8081/a,http://[::1]:80"))
        .hasMessageContaining("ftp://host:8081/a,http://[::1]:80");
    assertThat(with("schema.registry.url", "http://me:s3cr3t-url@host").registryUrlsShown())
        .isEqualTo("http://***@host");
  }

  @Test
  void shouldLookUpSecretsByProvider(@TempDir Path dir) throws IOException {
    Path file = Files.writeString(dir.resolve("secrets"), "password=s3cr3t-file\n");

    assertThat(with("kafka.ssl.key.password", "${file:" + file + ":password}").kafka())
        .isEqualTo(Map.of("ssl.key.password", "s3cr3t-file"));
  }

  @Test
  void shouldShowNoSecretWhenAWrongKeyRefersToIt(@TempDir Path dir) throws IOException {
    Path file = Files.writeString(dir.resolve("secrets"), "password=s3cr3t-file\n");

    assertThatThrownBy(() -> with("http.port", "${file:" + file + ":password}"))
        .hasMessageContaining("http.port")
        .hasMessageContaining("***")
        .hasMessageNotContaining("s3cr3t");
  }

  @Test
  void shouldTellWhichReferenceLeadsNowhere() {
    assertThatThrownBy(() -> with("http.token", "${env:NOT_SET_ANYWHERE}"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("http.token refers to ${env:NOT_SET_ANYWHERE}, which has no value");
  }

  /** Who may write to the rules topic may not read files through it. */
  @Test
  void shouldLookUpNothingForRules(@TempDir Path dir) throws IOException {
    Path file = Files.writeString(dir.resolve("secrets"), "of=3\n");

    assertThatThrownBy(
            () ->
                AppConfig.of(REQUIRED)
                    .withPolicy(
                        Map.of(
                            "policy.of", "${file:" + file + ":of}",
                            "policy.features", "${file:" + file + ":of}")))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("${file:" + file + ":of} for configuration policy.of");
  }

  @Test
  void shouldNotLetKafkaKeyContradictOwnKey() {
    assertThatThrownBy(() -> with("kafka.num.stream.threads", "4"))
        .hasMessageContaining("key 'kafka.num.stream.threads' is set by 'threads'");
  }
}
