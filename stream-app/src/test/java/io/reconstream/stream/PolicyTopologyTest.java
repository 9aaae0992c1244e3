/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reconstream.model.bundle.Bundle;
import io.reconstream.model.threshold.AdaptiveThreshold;
import io.reconstream.schemas.Alert;
import io.reconstream.schemas.Incident;
import io.reconstream.schemas.IncidentStatus;
import io.reconstream.schemas.Score;
import io.reconstream.schemas.Verdict;
import io.reconstream.stream.config.AppConfig;
import io.reconstream.stream.metrics.StreamMetrics;
import io.reconstream.stream.models.ModelFile;
import io.reconstream.stream.runtime.StreamsSettings;
import io.reconstream.stream.scoring.LookAhead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTopologyTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir private Path dir;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final StreamMetrics metrics = new StreamMetrics(meters);
  private ModelFile model;
  private TopologyTestDriver driver;
  private TestInputTopic<byte[], byte[]> events;

  /** Scores are the mean square of two columns, the threshold 0.9. */
  private void start(Map<String, String> more) {
    Path bundle = dir.resolve("bundle.onnx");
    MeanSquareBundle.seal(bundle, FloatEvents.features(2), "1", 0.9);
    Map<String, String> settings =
        new HashMap<>(
            Map.of(
                "bootstrap.servers", "localhost:9092",
                "schema.registry.url", "http://localhost:8081",
                "input.topics", "events",
                "incidents.topic", "incidents",
                "scores.topic", "scores",
                "model.path", bundle.toString(),
                "state.dir", dir.toString()));
    settings.putAll(more);
    AppConfig config = AppConfig.of(settings);
    model = ModelFile.open(config, metrics);
    LookAhead lookAhead = new LookAhead(Set.of("events"));
    driver =
        new TopologyTestDriver(
            AnomalyTopology.of(
                new AnomalyTopology.Parts(
                    config,
                    model,
                    new FloatEvents(),
                    lookAhead,
                    metrics,
                    Duration.ofMinutes(5),
                    new AnomalyTopology.OutputSchemas(7, 8, 9, null))),
            StreamsSettings.of(config, lookAhead));
    events =
        driver.createInputTopic("events", new ByteArraySerializer(), new ByteArraySerializer());
  }

  @AfterEach
  void close() {
    if (driver != null) {
      driver.close();
      model.close();
      driver = null;
    }
  }

  /** An event with the square root of this score in both columns. */
  private void send(String key, long seconds, double score) {
    float value = (float) Math.sqrt(score);
    events.pipeInput(
        key.getBytes(UTF_8), FloatEvents.event(value, value), NOON.plusSeconds(seconds));
  }

  private List<TestRecord<byte[], byte[]>> output(String topic) {
    return driver
        .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }

  private <T extends SpecificRecord> List<T> read(String topic, Class<T> type) throws IOException {
    List<T> records = new ArrayList<>();
    for (TestRecord<byte[], byte[]> record : output(topic)) {
      byte[] bytes = record.value();
      records.add(
          new SpecificDatumReader<>(type)
              .read(null, DecoderFactory.get().binaryDecoder(bytes, 5, bytes.length - 5, null)));
    }
    return records;
  }

  private double count(String meter, String tag, String value) {
    return meters.get(meter).tag(tag, value).counter().count();
  }

  @Test
  void shouldRaiseOneAlertAndOneIncidentForALongFault() throws IOException {
    start(Map.of("policy.clear.after", "2"));

    double[] scores = {0.1, 2, 5, 3, 0.1, 0.1, 0.1};
    for (int event = 0; event < scores.length; event++) {
      send("pump", event, scores[event]);
    }

    Alert alert = read("alerts", Alert.class).get(0);
    List<Incident> incidents = read("incidents", Incident.class);
    assertThat(incidents)
        .extracting(Incident::getStatus, Incident::getId, Incident::getKey)
        .containsExactly(
            tuple(IncidentStatus.OPEN, alert.getId(), "pump"),
            tuple(IncidentStatus.CLOSE, alert.getId(), "pump"));
    Incident closed = incidents.get(1);
    assertThat(closed.getStart()).isEqualTo(NOON.plusSeconds(1));
    assertThat(closed.getPeak()).isEqualTo(NOON.plusSeconds(2));
    assertThat(closed.getLast()).isEqualTo(NOON.plusSeconds(3));
    assertThat(closed.getAnomalousEvents()).isEqualTo(3);
    assertThat(read("scores", Score.class))
        .extracting(Score::getVerdict, Score::getWithheld)
        .containsExactly(
            tuple(Verdict.NORMAL, null),
            tuple(Verdict.ANOMALOUS, null),
            tuple(Verdict.ANOMALOUS, "IN_INCIDENT"),
            tuple(Verdict.ANOMALOUS, "IN_INCIDENT"),
            tuple(Verdict.NORMAL, null),
            tuple(Verdict.NORMAL, null),
            tuple(Verdict.NORMAL, null));
    assertThat(count("reconstream.alerts.withheld", "reason", "IN_INCIDENT")).isEqualTo(2);
    assertThat(count("reconstream.incidents", "status", "OPEN")).isEqualTo(1);
    assertThat(count("reconstream.incidents", "status", "CLOSE")).isEqualTo(1);
  }

  @Test
  void shouldCloseTheIncidentOfAKeyThatFellSilent() throws IOException {
    start(Map.of("policy.incident.max.silence.ms", "10000"));
    send("pump", 0, 2);
    send("pump", 1, 3);
    read("incidents", Incident.class);

    send("other", 11, 0.1);
    driver.advanceWallClockTime(Duration.ofSeconds(1));
    assertThat(read("incidents", Incident.class)).as("after 10 s and 1 s on the wall").hasSize(1);
    send("other", 12, 0.1);
    driver.advanceWallClockTime(Duration.ofSeconds(1));

    assertThat(read("incidents", Incident.class)).as("is closed once").isEmpty();
    assertThat(driver.<String, byte[]>getKeyValueStore("policies").get("pump")).isNull();
  }

  @Test
  void shouldSayThatSilenceClosedAnIncident() throws IOException {
    start(Map.of("policy.incident.max.silence.ms", "10000", "policy.clear.after", "1"));
    send("pump", 0, 2);
    send("calm", 0, 2);
    send("calm", 1, 0.1);

    driver.advanceWallClockTime(Duration.ofSeconds(11));

    assertThat(read("incidents", Incident.class))
        .extracting(Incident::getKey, Incident::getStatus, Incident::getClosedBy)
        .containsExactly(
            tuple("pump", IncidentStatus.OPEN, null),
            tuple("calm", IncidentStatus.OPEN, null),
            tuple("calm", IncidentStatus.CLOSE, "CALM"),
            tuple("pump", IncidentStatus.CLOSE, "SILENCE"));
    assertThat(count("reconstream.incidents", "status", "CLOSE")).isEqualTo(2);
  }

  /** The first column is the event's time, too, in milliseconds. */
  @Test
  void shouldNotTakeAllKeysForSilentWhenOneClockIsAhead() throws IOException {
    start(
        Map.of(
            "event.time.field", "x0",
            "window.ahead.max.ms", "60000",
            "policy.incident.max.silence.ms", "10000"));
    Instant zero = Instant.ofEpochMilli(0);
    events.pipeInput(new byte[] {'a'}, FloatEvents.event(5, 0), zero);
    events.pipeInput(new byte[] {'b'}, FloatEvents.event(60_001, 0), zero);

    driver.advanceWallClockTime(Duration.ofSeconds(1));

    List<Incident> incidents = read("incidents", Incident.class);
    assertThat(incidents)
        .extracting(Incident::getKey, Incident::getStatus)
        .containsExactly(tuple("a", IncidentStatus.OPEN), tuple("b", IncidentStatus.OPEN));
    assertThat(incidents.get(1).getStart()).as("the record's timestamp").isEqualTo(zero);
    assertThat(meters.get("reconstream.policy.times.ahead").counter().count()).isEqualTo(1);
  }

  @Test
  void shouldForgetWhatItKnowsOfIdleKeys() {
    start(Map.of("policy.anomalous", "2", "policy.of", "60", "window.idle.ttl.ms", "60000"));
    send("idle", 0, 2);
    send("busy", 0, 2);
    send("busy", 70, 0.1);

    driver.advanceWallClockTime(Duration.ofSeconds(1));

    KeyValueStore<String, byte[]> policies = driver.getKeyValueStore("policies");
    assertThat(policies.get("idle")).isNull();
    assertThat(policies.get("busy")).isNotNull();
  }

  @Test
  void shouldAlertWhenKOfNEventsOfOneKeyAreAnomalous() throws IOException {
    start(Map.of("policy.anomalous", "2", "policy.of", "3"));

    send("a", 0, 2);
    send("b", 1, 2);
    send("a", 2, 0.1);
    send("a", 3, 2);

    assertThat(read("alerts", Alert.class)).extracting(Alert::getKey).containsExactly("a");
    assertThat(count("reconstream.alerts.withheld", "reason", "TOO_FEW")).isEqualTo(2);
  }

  @Test
  void shouldWithholdWhatRulesSpeakAgainst() throws IOException {
    start(
        Map.of(
            "policy.features", "x0:HIGH:2, x1:LOW",
            "policy.mutes", "2026-01-01T12:00:10Z/2026-01-01T12:00:20Z/cleaning"));

    events.pipeInput(new byte[] {'a'}, FloatEvents.event(-9, 0), NOON);
    events.pipeInput(new byte[] {'a'}, FloatEvents.event(1.5f, 0), NOON.plusSeconds(1));
    events.pipeInput(new byte[] {'a'}, FloatEvents.event(9, 0), NOON.plusSeconds(15));
    events.pipeInput(new byte[] {'a'}, FloatEvents.event(9, 0), NOON.plusSeconds(20));

    assertThat(read("scores", Score.class))
        .extracting(Score::getWithheld)
        .containsExactly("DIRECTION", "BELOW_FLOOR", "MUTED", null);
    assertThat(read("alerts", Alert.class)).hasSize(1);
  }

  @Test
  void shouldWriteStateOnlyWhenItChanged() {
    start(Map.of("policy.clear.after", "1"));

    for (int event = 0; event < 50; event++) {
      send("calm", event, 0.1);
    }
    assertThat(output("reconstream-policies-changelog")).isEmpty();

    send("pump", 50, 2);
    send("pump", 51, 0.1);
    send("pump", 52, 0.1);
    assertThat(output("reconstream-policies-changelog")).hasSize(2);
  }

  @Test
  void shouldDecideAlikeWhenOpenedAgainOnSameStores() throws IOException {
    Map<String, String> rules =
        Map.of(
            "policy.anomalous", "2",
            "policy.of", "4",
            "policy.clear.after", "3",
            "policy.cool.down.ms", "5000",
            "threshold.mode", "adaptive",
            "threshold.rate", "0.01");

    assertThat(decisions(rules, Set.of(3, 20, 21, 77))).isEqualTo(decisions(rules, Set.of()));
  }

  /** What is told of the same events, with restarts before some of them. */
  private List<String> decisions(Map<String, String> rules, Set<Integer> restarts)
      throws IOException {
    Random random = new Random(11);
    List<String> told = new ArrayList<>();
    start(rules);
    for (int event = 0; event < 120; event++) {
      if (restarts.contains(event)) {
        Map<String, List<KeyValue<String, byte[]>>> kept = contents();
        close();
        start(rules);
        kept.forEach(
            (name, rows) -> {
              KeyValueStore<String, byte[]> store = driver.getKeyValueStore(name);
              rows.forEach(row -> store.put(row.key, row.value));
            });
      }
      send("key-" + random.nextInt(3), event, random.nextInt(4) == 0 ? 4 : random.nextDouble());
      for (Incident incident : read("incidents", Incident.class)) {
        told.add(incident.getKey() + incident.getStatus() + incident.getStart());
      }
      for (Score score : read("scores", Score.class)) {
        told.add(score.getVerdict() + "/" + score.getWithheld());
      }
    }
    close();
    return told;
  }

  private Map<String, List<KeyValue<String, byte[]>>> contents() {
    Map<String, List<KeyValue<String, byte[]>>> contents = new HashMap<>();
    for (String name : List.of("policies", "thresholds")) {
      KeyValueStore<String, byte[]> store = driver.getKeyValueStore(name);
      List<KeyValue<String, byte[]>> rows = new ArrayList<>();
      try (KeyValueIterator<String, byte[]> all = store.all()) {
        all.forEachRemaining(rows::add);
      }
      contents.put(name, rows);
    }
    return contents;
  }

  /** Ten events an hour with a budget of one alert a day. */
  @Test
  void shouldShowTheBudgetBesideWhatWasRaised() {
    start(Map.of("threshold.mode", "adaptive", "threshold.alerts.per.day", "1"));
    Random random = new Random(3);
    int days = 4;

    for (int event = 0; event < days * 240; event++) {
      send("pump", 360L * event, 0.8 * random.nextDouble());
    }
    send("pump", 360L * days * 240, 9);

    assertThat(meters.get("reconstream.key.days").functionCounter().count())
        .isCloseTo(days, within(1e-9));
    assertThat(meters.get("reconstream.alerts.per.key.day").tag("kind", "budget").gauge().value())
        .isCloseTo(1, within(0.01));
    assertThat(meters.get("reconstream.alerts.per.key.day").tag("kind", "realised").gauge().value())
        .isCloseTo(1.0 / days, within(1e-9));
  }

  @Test
  void shouldForgetThresholdsOfIdleKeys() {
    start(
        Map.of(
            "threshold.mode", "adaptive", "threshold.rate", "0.01", "window.idle.ttl.ms", "60000"));
    send("idle", 0, 0.1);
    send("busy", 70, 0.1);

    driver.advanceWallClockTime(Duration.ofSeconds(1));

    KeyValueStore<String, byte[]> thresholds = driver.getKeyValueStore("thresholds");
    assertThat(thresholds.get("idle")).isNull();
    assertThat(thresholds.get("busy")).isNotNull();
  }

  /** As the versions wrote them that had each format. */
  @ParameterizedTest
  @CsvSource({"1, 8", "2, 8", "3, 7"})
  void shouldReadThresholdsOfEachFormat(byte format, int count) throws IOException {
    start(Map.of("threshold.mode", "adaptive", "threshold.rate", "0.01"));
    Bundle bundle = model.current().bundle();
    AdaptiveThreshold adaptive =
        new AdaptiveThreshold(
            AdaptiveThreshold.Settings.of(0.01), bundle.metadata().distribution());
    double[] numbers = {1.5, 0.015, 120, 0.3, 0.2, 0, 0, 0.5};
    ByteBuffer stored =
        ByteBuffer.allocate(1 + 4 + 8 * count + (format == 1 ? 0 : 8 + 4 + 8))
            .put(format)
            .putInt(Integer.parseUnsignedInt(bundle.hash().substring(0, 8), 16));
    for (int i = 0; i < count; i++) {
      stored.putDouble(numbers[i]);
    }
    if (format > 1) {
      stored.putLong(NOON.toEpochMilli()).putInt(40).putDouble(1000);
    }
    KeyValueStore<String, byte[]> thresholds = driver.getKeyValueStore("thresholds");
    thresholds.put("pump", stored.array());

    send("pump", 1, 1e6);

    AdaptiveThreshold.State expected =
        count == 7
            ? adaptive.restore(Arrays.copyOf(numbers, 7), 0.01)
            : adaptive.restoreFirst(numbers, 0.01);
    assertThat(read("alerts", Alert.class))
        .singleElement()
        .satisfies(alert -> assertThat(alert.getThreshold()).isEqualTo(expected.threshold()));
    assertThat(thresholds.get("pump")).hasSize(1 + 4 + 8 * 7 + 8 + 4 + 8).startsWith(3);
  }

  @Test
  void shouldFollowAKeyWhoseScoresRise() throws IOException {
    start(Map.of("threshold.mode", "adaptive", "threshold.rate", "0.001"));
    Random random = new Random(3);

    for (int event = 0; event < 12_000; event++) {
      send("drifting", event, 0.85 * random.nextDouble() + 0.18 * event / 12_000);
    }

    List<Score> last = read("scores", Score.class).subList(11_000, 12_000);
    long aboveSealed = last.stream().filter(score -> score.getScore() > 0.9).count();
    long anomalous = last.stream().filter(s -> s.getVerdict() == Verdict.ANOMALOUS).count();
    assertThat(aboveSealed).isGreaterThan(100);
    assertThat(anomalous).isLessThan(aboveSealed / 10);
    int alerts = read("alerts", Alert.class).size();
    assertThat(alerts).isLessThan(30);
    send("drifting", 12_000, 9);
    assertThat(read("alerts", Alert.class)).hasSize(1);
  }
}
