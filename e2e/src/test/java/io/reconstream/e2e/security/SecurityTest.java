/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reconstream.connection.Settings;
import io.reconstream.e2e.chaos.FeedBundle;
import io.reconstream.local.alerts.AlertReader;
import io.reconstream.local.feed.FeedException;
import io.reconstream.local.feed.Target;
import io.reconstream.schemas.Alert;
import io.reconstream.stream.StreamApp;
import io.reconstream.stream.StreamCommand;
import io.reconstream.stream.config.AppConfig;
import io.reconstream.stream.config.ConfigSources;
import io.reconstream.stream.runtime.Right;
import io.reconstream.stream.runtime.Rights;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The stream-app with the least rights on a broker with SASL_SSL and ACLs, and a registry behind
 * TLS and credentials; then each thing that may be wrong, alone. What everything says, down to
 * Kafka's INFO, goes to a file, in which no secret may be found.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class SecurityTest {
  private static final Path FOLDER = Path.of("target", "security").toAbsolutePath();
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int NORMAL = 100;
  private static final String PLAIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"app\""
          + " password=\"%s\";";
  private static final String SCRAM =
      "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"app\""
          + " password=\"%s\";";
  private static final String BEARER =
      "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required"
          + " unsecuredLoginStringClaim_sub=\"app\";";

  private final String httpToken = TestSecret.of("http");
  private LogFile log;
  private GuardedServices services;
  private Path bundle;
  private Path secrets;
  private Rights rights;
  private int metricsWithoutToken;
  private String metrics;

  private record Ended(int exitCode, String error) {}

  /** Starts everything, and lets the app make its own topics with all rights that it needs. */
  @BeforeAll
  void scoreOnce() throws Exception {
    delete(FOLDER);
    Files.createDirectories(FOLDER);
    log = LogFile.open(FOLDER.resolve("stream-app.log"));
    services = new GuardedServices(FOLDER);
    bundle = FeedBundle.train(FOLDER.resolve("model"));
    secrets = Files.createDirectories(FOLDER.resolve("secrets"));
    writeSecrets();
    services.createTopics(
        "events", "no-events", "rules", "alerts", "scores", "incidents", "dead-letters");
    feed();
    AppConfig config = config(Map.of());
    rights = Rights.of(config);
    services.grant(rights.all());
    try (StreamApp app = StreamApp.start(config)) {
      await().atMost(LIMIT).until(() -> count("scores") == NORMAL + 1);
      checkHttp(app.httpPort());
    }
  }

  @AfterAll
  void stop() {
    if (services != null) {
      services.close();
    }
    log.close();
  }

  @Test
  void shouldScoreWithTheLeastRights() {
    assertThat(count("scores")).isEqualTo(NORMAL + 1);
    assertThat(count("dead-letters")).isEqualTo(1);
    assertThat(count("alerts")).isPositive();
    assertThat(count("incidents")).isPositive();
  }

  @Test
  void shouldShowMetricsToTheTokenAlone() {
    assertThat(metricsWithoutToken).isEqualTo(401);
    assertThat(metrics).contains("reconstream_events_total").doesNotContain(TestSecret.PREFIX);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SCRAM-SHA-512", "OAUTHBEARER"})
  void shouldLogInBy(String mechanism) throws Exception {
    Map<String, String> changes = new HashMap<>();
    changes.put("kafka.sasl.mechanism", mechanism);
    changes.put(
        "kafka.sasl.jaas.config",
        mechanism.equals("OAUTHBEARER") ? BEARER : SCRAM.formatted("${dir:" + secrets + ":kafka}"));
    // the registry's other way in
    changes.put("schema.registry.basic.auth.user.info", null);
    changes.put("schema.registry.bearer.auth.token", "${dir:" + secrets + ":bearer}");
    // a group that nobody left a moment ago, on a topic that has no events
    changes.put("application.id", "login-" + mechanism.toLowerCase(Locale.ROOT));
    changes.put("input.topics", "no-events");
    List<Right> granted =
        Rights.of(config(changes)).all().stream()
            .filter(right -> !rights.all().contains(right))
            .toList();
    services.grant(granted);
    try (StreamApp app = StreamApp.start(config(changes))) {
      assertThat(app.awaitRunning(LIMIT)).isTrue();
    } finally {
      services.withdraw(granted);
    }
  }

  /** All but CREATE, which the app needs no more once its topics are there. */
  Stream<Right> rights() {
    return rights.all().stream().filter(right -> right.operation() != AclOperation.CREATE);
  }

  @ParameterizedTest
  @MethodSource("rights")
  void shouldNameARightThatIsMissing(Right right) throws Exception {
    services.withdraw(List.of(right));
    try {
      Ended ended = run(Map.of());

      assertThat(ended.exitCode()).isEqualTo(1);
      assertThat(ended.error())
          .isEqualTo(
              "error: broker %s (bootstrap.servers) does not grant the app's user %s;"
                      .formatted(services.guardedServers(), right)
                  + " docs/security.md lists what it needs\n");
    } finally {
      services.grant(List.of(right));
    }
  }

  @Test
  void shouldNameEveryRightThatIsMissing() throws Exception {
    List<Right> missing = rights().toList();
    services.withdraw(missing);
    try {
      Ended ended = run(Map.of());

      assertThat(ended.exitCode()).isEqualTo(1);
      assertThat(ended.error().lines()).hasSize(1);
      missing.forEach(right -> assertThat(ended.error()).contains(right.toString()));
    } finally {
      services.grant(missing);
    }
  }

  /** What another app needs beyond what is granted already, less one thing. */
  private List<Right> allButCreateOf(AppConfig other) {
    return Rights.of(other).all().stream()
        .filter(right -> !rights.all().contains(right))
        .filter(right -> right.operation() != AclOperation.CREATE)
        .toList();
  }

  /** Another app may not make the topic that it keeps for itself. */
  @Test
  void shouldNameTheRightToCreateWhenATopicOfItsOwnIsMissing() throws Exception {
    Map<String, String> other = Map.of("application.id", "other");
    List<Right> granted = allButCreateOf(config(other));
    services.grant(granted);
    try {
      Ended ended = run(other);

      assertThat(ended.exitCode()).isEqualTo(1);
      assertThat(ended.error()).contains("does not grant the app's user CREATE on topic 'other-*'");
    } finally {
      services.withdraw(granted);
    }
  }

  /** What the start check cannot see, Kafka Streams finds out: its own topics are made later. */
  @Test
  void shouldStopInOneLineWhenARightIsMissingAtRunTime() throws Exception {
    Map<String, String> other = new HashMap<>();
    other.put("application.id", "late");
    other.put("rules.topic", null);
    List<Right> granted = allButCreateOf(config(other));
    services.grant(granted);
    try {
      Ended ended = run(other);

      assertThat(ended.exitCode()).isEqualTo(3);
      assertThat(log.errors())
          .filteredOn(line -> line.startsWith("the app stops: "))
          .singleElement()
          .asString()
          .contains("does not grant the app's user a right")
          .contains("CREATE on topic 'late-*'");
    } finally {
      services.withdraw(granted);
    }
  }

  @Test
  void shouldSayThatAPasswordIsWrong() throws Exception {
    Files.writeString(secrets.resolve("wrong"), TestSecret.of("wrong"));
    String wrong = "${dir:" + secrets + ":wrong}";

    for (Map<String, String> changes :
        List.of(
            Map.of("kafka.sasl.jaas.config", PLAIN.formatted(wrong)),
            Map.of(
                "kafka.sasl.mechanism",
                "SCRAM-SHA-512",
                "kafka.sasl.jaas.config",
                SCRAM.formatted(wrong)))) {
      assertRefused(
          run(changes), "broker " + services.guardedServers(), "user or password are wrong");
    }
    assertRefused(
        run(Map.of("schema.registry.basic.auth.user.info", "registry-user:" + wrong)),
        "registry https://127.0.0.1",
        "user, password or token are wrong or missing");
    Map<String, String> inUrl = new HashMap<>();
    inUrl.put("schema.registry.basic.auth.user.info", null);
    inUrl.put(
        "schema.registry.url",
        services.registryUrl().replace("//", "//registry-user:" + wrong + "@"));
    assertRefused(
        run(inUrl), "registry https://***@", "user, password or token are wrong or missing");
  }

  @Test
  void shouldSayThatACertificateIsNotTrusted() throws Exception {
    String stranger = services.certificates().stranger().toString();

    assertRefused(
        run(Map.of("kafka.ssl.truststore.location", stranger)),
        "broker " + services.guardedServers(),
        "its certificate was issued by nobody that is trusted");
    assertRefused(
        run(Map.of("schema.registry.ssl.truststore.location", stranger)),
        "registry https://127.0.0.1",
        "its certificate was issued by nobody that is trusted");
  }

  @Test
  void shouldSayThatACertificateHasExpired() throws Exception {
    assertRefused(
        run(Map.of("bootstrap.servers", services.expiredServers())),
        "broker " + services.expiredServers(),
        "its certificate has expired (NotAfter: ");
  }

  @Test
  void shouldSayThatASecretIsNotWhereItShouldBe() throws Exception {
    Ended ended = run(Map.of("http.token", "${dir:" + secrets + ":no-such-secret}"));

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.error())
        .contains("http.token refers to ${dir:" + secrets + ":no-such-secret}, which has no value");
  }

  @Test
  void shouldReadAlertsWithCredentials() throws Exception {
    Right read = new Right(AclOperation.READ, ResourceType.TOPIC, PatternType.LITERAL, "alerts");
    Target target = target(PLAIN.formatted("${dir:" + secrets + ":kafka}"));
    services.grant(List.of(read));
    List<Alert> alerts = new ArrayList<>();
    try (AlertReader reader = AlertReader.open(target, Optional.empty())) {
      await()
          .atMost(LIMIT)
          .until(
              () -> {
                reader.poll(alerts::add, incident -> {});
                return !alerts.isEmpty();
              });
    } finally {
      services.withdraw(List.of(read));
    }
    assertThatThrownBy(
            () ->
                AlertReader.open(target(PLAIN.formatted(TestSecret.of("wrong"))), Optional.empty()))
        .isInstanceOf(FeedException.class)
        .hasMessageContaining("user or password are wrong")
        .hasMessageNotContaining(TestSecret.PREFIX);
  }

  private Target target(String login) {
    Map<String, String> kafka = new HashMap<>();
    kafka.put("security.protocol", "SASL_SSL");
    kafka.put("sasl.mechanism", "PLAIN");
    kafka.put("sasl.jaas.config", login);
    Map<String, String> registry = new HashMap<>();
    registry.put(
        "basic.auth.user.info", GuardedServices.REGISTRY_USER + ":${dir:" + secrets + ":registry}");
    for (Map<String, String> settings : List.of(kafka, registry)) {
      settings.put("ssl.truststore.type", "PKCS12");
      settings.put("ssl.truststore.location", services.certificates().trusted().toString());
      settings.put("ssl.truststore.password", "${dir:" + secrets + ":store}");
    }
    return new Target(
        "alerts",
        services.guardedServers(),
        services.registryUrl(),
        Settings.of(kafka).values(),
        Settings.of(registry).values());
  }

  private static void assertRefused(Ended ended, String who, String why) {
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.error())
        .startsWith("error: " + who)
        .contains(why)
        .doesNotContain(TestSecret.PREFIX);
    assertThat(ended.error().lines()).hasSize(1);
  }

  private void checkHttp(int port) throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/metrics".formatted(port)));
    metricsWithoutToken = client.send(request.build(), BodyHandlers.discarding()).statusCode();
    request.header("Authorization", "Bearer " + httpToken);
    metrics = client.send(request.build(), BodyHandlers.ofString()).body();
  }

  /** The command as a user runs it, until it ends. */
  private Ended run(Map<String, String> changes) throws IOException {
    StringWriter error = new StringWriter();
    int exitCode =
        StreamCommand.commandLine()
            .setErr(new PrintWriter(error))
            .execute("--config", file(changes).toString());
    Files.writeString(
        FOLDER.resolve("errors.log"),
        error.toString(),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    return new Ended(exitCode, error.toString());
  }

  private AppConfig config(Map<String, String> changes) throws IOException {
    return ConfigSources.load(file(changes), Map.of());
  }

  /**
   * @param changes null takes a key away
   */
  private Path file(Map<String, String> changes) throws IOException {
    Map<String, String> settings = new HashMap<>();
    settings.put("application.id", "scorer");
    settings.put("bootstrap.servers", services.guardedServers());
    settings.put("input.topics", "events");
    settings.put("input.format", "json");
    settings.put("rules.topic", "rules");
    settings.put("scores.topic", "scores");
    settings.put("incidents.topic", "incidents");
    settings.put("key.field", "machine");
    settings.put("key.repartition", "true");
    settings.put("model.path", bundle.toString());
    settings.put("state.dir", FOLDER.resolve("state").toString());
    settings.put("http.port", "0");
    settings.put("http.token", "${dir:" + secrets + ":http}");
    settings.put("kafka.security.protocol", "SASL_SSL");
    settings.put("kafka.sasl.mechanism", "PLAIN");
    settings.put(
        "kafka.sasl.jaas.config",
        PLAIN.formatted("${file:" + secrets.resolve("kafka.properties") + ":password}"));
    settings.put("schema.registry.url", services.registryUrl());
    settings.put(
        "schema.registry.basic.auth.user.info",
        GuardedServices.REGISTRY_USER + ":${dir:" + secrets + ":registry}");
    for (String prefix : List.of("kafka.", "schema.registry.")) {
      settings.put(prefix + "ssl.truststore.type", "PKCS12");
      settings.put(
          prefix + "ssl.truststore.location", services.certificates().trusted().toString());
      settings.put(prefix + "ssl.truststore.password", "${dir:" + secrets + ":store}");
    }
    settings.putAll(changes);
    settings.values().removeIf(value -> value == null);
    Properties properties = new Properties();
    properties.putAll(settings);
    Path file = FOLDER.resolve("app.properties");
    try (Writer out = Files.newBufferedWriter(file)) {
      properties.store(out, null);
    }
    return file;
  }

  private void writeSecrets() throws IOException {
    Files.writeString(
        secrets.resolve("kafka.properties"), "password=" + services.kafkaPassword() + "\n");
    Files.writeString(secrets.resolve("kafka"), services.kafkaPassword());
    Files.writeString(secrets.resolve("registry"), services.registryPassword());
    Files.writeString(secrets.resolve("bearer"), services.registryToken());
    Files.writeString(secrets.resolve("store"), services.certificates().password());
    Files.writeString(secrets.resolve("http"), httpToken);
  }

  /** Normal events, one that is not, and one that is none. */
  private void feed() {
    List<String> events = new ArrayList<>();
    for (int i = 0; i < NORMAL; i++) {
      events.add("{\"machine\": \"pump\", \"pressure\": 5, \"flow\": 20, \"temperature\": 60}");
    }
    events.add("{\"machine\": \"pump\", \"pressure\": 5, \"flow\": 900, \"temperature\": 60}");
    events.add("none");
    try (var producer =
        new KafkaProducer<byte[], byte[]>(
            Map.of("bootstrap.servers", services.openServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (String event : events) {
        Future<RecordMetadata> unused =
            producer.send(new ProducerRecord<>("events", event.getBytes(UTF_8)));
      }
      producer.flush();
    }
  }

  /** How many records of a topic are committed. */
  private int count(String topic) {
    try (var consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", services.openServers(), "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      int count = 0;
      while (consumer.position(partition) < end) {
        count += consumer.poll(Duration.ofMillis(200)).count();
      }
      return count;
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        files
            .sorted(Comparator.reverseOrder())
            .forEach(
                file -> {
                  try {
                    Files.delete(file);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
      }
    }
  }
}
