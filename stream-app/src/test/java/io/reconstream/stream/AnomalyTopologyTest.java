/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reconstream.model.bundle.BundleException;
import io.reconstream.schemas.Alert;
import io.reconstream.schemas.Contributor;
import io.reconstream.schemas.Latent;
import io.reconstream.schemas.Score;
import io.reconstream.schemas.Severity;
import io.reconstream.schemas.Verdict;
import io.reconstream.stream.config.AppConfig;
import io.reconstream.stream.metrics.StreamMetrics;
import io.reconstream.stream.models.ModelFile;
import io.reconstream.stream.runtime.StreamsSettings;
import io.reconstream.stream.scoring.LookAhead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnomalyTopologyTest {
  private static final int ALERT_ID = 7;
  private static final int SCORE_ID = 8;
  private static final int LATENT_ID = 9;
  private static final int WIDTH = 2;
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir private Path dir;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final StreamMetrics metrics = new StreamMetrics(meters);
  private Path bundle;
  private ModelFile model;
  private TopologyTestDriver driver;
  private TestInputTopic<byte[], byte[]> events;

  @BeforeEach
  void sealBundle() {
    bundle = dir.resolve("bundle.onnx");
    MeanSquareBundle.seal(bundle, FloatEvents.features(WIDTH), "1", 0.9);
  }

  @AfterEach
  void close() {
    if (driver != null) {
      driver.close();
    }
    if (model != null) {
      model.close();
    }
  }

  private void start(Map<String, String> more) {
    AppConfig config = config(more);
    LookAhead lookAhead = new LookAhead(Set.copyOf(config.scoredTopics()));
    model = ModelFile.open(config, metrics);
    driver =
        new TopologyTestDriver(topology(config, lookAhead), StreamsSettings.of(config, lookAhead));
    events =
        driver.createInputTopic("events", new ByteArraySerializer(), new ByteArraySerializer());
  }

  private AppConfig config(Map<String, String> more) {
    Map<String, String> settings =
        new HashMap<>(
            Map.of(
                "bootstrap.servers", "localhost:9092",
                "schema.registry.url", "http://localhost:8081",
                "input.topics", "events",
                "model.check.interval.ms", "100",
                "model.path", bundle.toString(),
                "state.dir", dir.toString()));
    settings.putAll(more);
    return AppConfig.of(settings);
  }

  private Topology topology(AppConfig config, LookAhead lookAhead) {
    return AnomalyTopology.of(
        new AnomalyTopology.Parts(
            config,
            model,
            new FloatEvents(),
            lookAhead,
            metrics,
            Duration.ofMinutes(5),
            new AnomalyTopology.OutputSchemas(ALERT_ID, SCORE_ID, null, LATENT_ID)));
  }

  private TestOutputTopic<String, byte[]> output(String topic) {
    return driver.createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer());
  }

  private static <T extends SpecificRecord> T read(byte[] bytes, int schemaId, Class<T> type)
      throws IOException {
    ByteBuffer header = ByteBuffer.wrap(bytes);
    assertThat(header.get()).isZero();
    assertThat(header.getInt()).isEqualTo(schemaId);
    return new SpecificDatumReader<>(type)
        .read(null, DecoderFactory.get().binaryDecoder(bytes, 5, bytes.length - 5, null));
  }

  @Test
  void shouldHaveThisFlowWhenEveryScoreIsWanted() {
    start(Map.of("scores.topic", "scores"));

    assertThat(
            topology(config(Map.of("scores.topic", "scores")), new LookAhead(Set.of())).describe())
        .hasToString(
            """
            Topologies:
               Sub-topology: 0
                Source: events (topics: [events])
                  --> score
                Processor: score (stores: [])
                  --> verdict, dead-letters
                  <-- events
                Processor: verdict (stores: [])
                  --> alerts, scores
                  <-- score
                Sink: alerts (topic: alerts)
                  <-- verdict
                Sink: dead-letters (topic: dead-letters)
                  <-- score
                Sink: scores (topic: scores)
                  <-- verdict

            """);
  }

  @Test
  void shouldAlertWithExplanationWhenScoreIsAboveThreshold() throws IOException {
    start(Map.of());

    events.pipeInput("pump-1".getBytes(UTF_8), FloatEvents.event(0.5f, 0.5f), NOON);
    events.pipeInput("pump-2".getBytes(UTF_8), FloatEvents.event(1, 3), NOON);

    List<TestRecord<String, byte[]>> sent = output("alerts").readRecordsToList();
    assertThat(sent).hasSize(1);
    assertThat(sent.get(0).key()).isEqualTo("pump-2");
    Alert alert = read(sent.get(0).value(), ALERT_ID, Alert.class);
    assertThat(alert.getKey()).isEqualTo("pump-2");
    assertThat(alert.getEventTime()).isEqualTo(NOON);
    assertThat(alert.getScore()).isEqualTo(5);
    assertThat(alert.getThreshold()).isEqualTo(0.9);
    assertThat(alert.getPValue()).isLessThan(1e-3);
    assertThat(alert.getModel().getHash()).isEqualTo(model.current().bundle().hash());
    assertThat(alert.getSource().getOffset()).isEqualTo(1);
    assertThat(alert.getContributors())
        .extracting(Contributor::getFeature, Contributor::getValue, Contributor::getExpected)
        .containsExactly(tuple("x1", 3.0, 0.0), tuple("x0", 1.0, 0.0));
    assertThat(alert.getContributors().get(0).getShare()).isCloseTo(0.9, within(1e-6));
    assertThat(meters.get("reconstream.events.scored").functionCounter().count()).isEqualTo(2);
  }

  @Test
  void shouldGiveSameAlertIdWhenReplayed() throws IOException {
    String first = alertIdOf(FloatEvents.event(2, 2));
    close();

    assertThat(alertIdOf(FloatEvents.event(2, 2))).isEqualTo(first);
  }

  private String alertIdOf(byte[] event) throws IOException {
    start(Map.of());
    events.pipeInput(event);
    return read(output("alerts").readValue(), ALERT_ID, Alert.class).getId();
  }

  @Test
  void shouldTakeTimeAndKeyFromFieldsWhenConfigured() throws IOException {
    start(Map.of("event.time.field", "x0", "key.field", "x0"));

    events.pipeInput(new byte[] {0, 1}, FloatEvents.event(2, 2), NOON);

    Alert alert = read(output("alerts").readValue(), ALERT_ID, Alert.class);
    assertThat(alert.getEventTime()).isEqualTo(Instant.ofEpochMilli(2));
    assertThat(alert.getKey()).isEqualTo("2.0");
  }

  @Test
  void shouldShowBinaryKeyInHexadecimal() throws IOException {
    start(Map.of());

    events.pipeInput(new byte[] {0, (byte) 0xff}, FloatEvents.event(2, 2));

    assertThat(read(output("alerts").readValue(), ALERT_ID, Alert.class).getKey())
        .isEqualTo("00ff");
  }

  @Test
  void shouldWriteEveryScoreWhenWanted() throws IOException {
    start(Map.of("scores.topic", "scores"));

    events.pipeInput("a".getBytes(UTF_8), FloatEvents.event(0.5f, 0.5f), NOON);
    events.pipeInput("b".getBytes(UTF_8), FloatEvents.event(2, 2), NOON);

    List<byte[]> scores = output("scores").readValuesToList();
    assertThat(scores).hasSize(2);
    Score normal = read(scores.get(0), SCORE_ID, Score.class);
    assertThat(normal.getVerdict()).isEqualTo(Verdict.NORMAL);
    assertThat(normal.getScore()).isEqualTo(0.25);
    assertThat(normal.getPValue()).isBetween(0.7, 0.8);
    assertThat(read(scores.get(1), SCORE_ID, Score.class).getVerdict())
        .isEqualTo(Verdict.ANOMALOUS);
  }

  @Test
  void shouldWriteTheLatentOfEveryScoredEventWhenWanted() throws IOException {
    start(Map.of("latents.topic", "latents"));

    events.pipeInput("a".getBytes(UTF_8), FloatEvents.event(1, 0.5f), NOON);
    events.pipeInput("b".getBytes(UTF_8), new byte[] {1}, NOON);
    events.pipeInput("c".getBytes(UTF_8), FloatEvents.event(2, 2), NOON);

    List<TestRecord<String, byte[]>> latents = output("latents").readRecordsToList();
    assertThat(latents).extracting(TestRecord::key).containsExactly("a", "c");
    Latent normal = read(latents.get(0).value(), LATENT_ID, Latent.class);
    // this model's latent is the mean of the squares
    assertThat(normal.getLatent()).containsExactly(0.625f);
    assertThat(normal.getEventTime()).isEqualTo(NOON);
    assertThat(normal.getModelHash()).isEqualTo(model.current().bundle().hash());
    assertThat(normal.getSourceTopic()).isEqualTo("events");
    assertThat(normal.getSourceOffset()).isZero();
    assertThat(read(latents.get(1).value(), LATENT_ID, Latent.class).getLatent())
        .containsExactly(4f);
    // events below the threshold raise no alert for that
    assertThat(output("alerts").readRecordsToList())
        .extracting(TestRecord::key)
        .containsExactly("c");
  }

  @Test
  void shouldHaveALatentBranchOnlyWhenWanted() {
    start(Map.of());
    Map<String, String> wanted = Map.of("latents.topic", "latents");
    assertThat(topology(config(Map.of()), new LookAhead(Set.of())).describe().toString())
        .doesNotContain("latent");
    assertThat(topology(config(wanted), new LookAhead(Set.of())).describe().toString())
        .contains("Processor: latent (stores: [])", "Sink: latents (topic: latents)");
  }

  @Test
  void shouldRefuseABundleWithoutLatentWhereLatentsAreWanted() throws IOException {
    MeanSquareBundle.sealWithoutLatent(bundle, FloatEvents.features(WIDTH));
    AppConfig config = config(Map.of("latents.topic", "latents"));

    assertThatThrownBy(() -> ModelFile.open(config, metrics))
        .isInstanceOf(BundleException.class)
        .hasMessage(
            bundle
                + " has no latent, but latents.topic is 'latents'; leave that empty, or use a bundle"
                + " whose graph has the output 'latent'");
  }

  @Test
  void shouldSendUndecodableRecordToDeadLetterTopic() {
    start(Map.of());
    byte[] value = {1, 2, 3};
    RecordHeaders headers = new RecordHeaders();
    headers.add("trace", new byte[] {9});

    events.pipeInput(FloatEvents.event(0, 0));
    events.pipeInput(new TestRecord<>("k".getBytes(UTF_8), value, headers, NOON));
    events.pipeInput(FloatEvents.event(0, 0));

    TestRecord<String, byte[]> letter = output("dead-letters").readRecord();
    assertThat(letter.key()).isEqualTo("k");
    assertThat(letter.value()).isEqualTo(value);
    assertThat(letter.getRecordTime()).isEqualTo(NOON);
    assertThat(letter.headers().lastHeader("trace").value()).containsExactly(9);
    assertThat(header(letter, "reconstream.reason")).isEqualTo("MALFORMED");
    assertThat(header(letter, "__streams.errors.topic")).isEqualTo("events");
    assertThat(header(letter, "__streams.errors.partition")).isEqualTo("0");
    assertThat(header(letter, "__streams.errors.offset")).isEqualTo("1");
    assertThat(header(letter, "__streams.errors.message"))
        .isEqualTo("the event has 3 bytes, expected 8");
    assertThat(count("reconstream.events")).isEqualTo(3);
    assertThat(count("reconstream.events.scored")).isEqualTo(2);
    assertThat(meters.get("reconstream.dead.letters").tag("reason", "MALFORMED").counter().count())
        .isEqualTo(1);
  }

  /** Whoever writes events may give them any header. */
  @Test
  void shouldNotBeMisledByAHeaderOfOursFromAStranger() throws IOException {
    start(Map.of());
    RecordHeaders headers = new RecordHeaders();
    headers.add("reconstream.source", "nowhere".getBytes(UTF_8));

    events.pipeInput(new TestRecord<>(null, FloatEvents.event(2, 2), headers, NOON));
    events.pipeInput(new TestRecord<>(null, new byte[] {1}, headers, NOON));

    assertThat(read(output("alerts").readValue(), ALERT_ID, Alert.class).getSource().getTopic())
        .isEqualTo("events");
    assertThat(header(output("dead-letters").readRecord(), "__streams.errors.topic"))
        .isEqualTo("events");
  }

  @Test
  void shouldCutADeadLetterThatItsTopicWouldNotTake() {
    start(Map.of("dead.letter.max.bytes", "20000"));

    events.pipeInput("k".getBytes(UTF_8), new byte[40_000], NOON);

    TestRecord<String, byte[]> letter = output("dead-letters").readRecord();
    assertThat(letter.value()).hasSizeBetween(10_000, 20_000);
    assertThat(header(letter, "reconstream.cut.value")).isEqualTo("40000");
  }

  /** In hexadecimal digits it would be too large for the topic of alerts. */
  @Test
  void shouldAlertWithoutAKeyThatIsTooLarge() throws IOException {
    start(Map.of());

    events.pipeInput(new byte[1_000_000], FloatEvents.event(2, 2), NOON);

    assertThat(read(output("alerts").readValue(), ALERT_ID, Alert.class).getKey()).isNull();
  }

  @Test
  void shouldSendTombstoneToDeadLetterTopic() {
    start(Map.of());

    events.pipeInput("k".getBytes(UTF_8), null, NOON);

    assertThat(header(output("dead-letters").readRecord(), "reconstream.reason"))
        .isEqualTo("NO_VALUE");
  }

  @Test
  void shouldSendEventWithoutFiniteScoreToDeadLetterTopic() {
    start(Map.of());

    events.pipeInput(FloatEvents.event(Float.NaN, 1));

    TestRecord<String, byte[]> letter = output("dead-letters").readRecord();
    assertThat(header(letter, "reconstream.reason")).isEqualTo("UNSCORABLE");
    assertThat(header(letter, "__streams.errors.message")).contains("NaN");
    assertThat(count("reconstream.events.scored")).isZero();
  }

  @Test
  void shouldTakeThresholdFromConfiguration() {
    start(Map.of("threshold.value", "4.5"));

    events.pipeInput(FloatEvents.event(2, 2));
    events.pipeInput(FloatEvents.event(3, 3));

    assertThat(output("alerts").readRecordsToList()).hasSize(1);
  }

  @Test
  void shouldTakeThresholdFromFalseAlarmRate() {
    start(Map.of("threshold.rate", "0.5"));

    assertThat(model.current().threshold()).isCloseTo(0.5, within(0.01));
  }

  @Test
  void shouldSwitchModelBetweenEventsWhenFileIsReplaced() throws IOException {
    start(Map.of());
    String former = model.current().bundle().hash();
    events.pipeInput(FloatEvents.event(2, 2));

    Path next = dir.resolve("next.onnx");
    MeanSquareBundle.seal(next, FloatEvents.features(WIDTH), "2", 0.9);
    Files.move(next, bundle, StandardCopyOption.ATOMIC_MOVE);
    Awaitility.await().until(() -> !model.current().bundle().hash().equals(former));
    events.pipeInput(FloatEvents.event(2, 2));

    List<byte[]> alerts = output("alerts").readValuesToList();
    assertThat(read(alerts.get(0), ALERT_ID, Alert.class).getModel().getHash()).isEqualTo(former);
    assertThat(read(alerts.get(1), ALERT_ID, Alert.class).getModel().getVersion()).isEqualTo("2");
  }

  @Test
  void shouldKeepServingWhenNewBundleIsRefused() throws IOException {
    start(Map.of());
    String former = model.current().bundle().hash();

    Files.writeString(bundle, "no bundle");
    Awaitility.await().until(() -> count("reconstream.model.refused") == 1);
    events.pipeInput(FloatEvents.event(2, 2));

    assertThat(read(output("alerts").readValue(), ALERT_ID, Alert.class).getModel().getHash())
        .isEqualTo(former);
  }

  @Test
  void shouldGradeSeverityByRarity() throws IOException {
    start(Map.of());

    events.pipeInput(FloatEvents.event(1, 1));

    assertThat(read(output("alerts").readValue(), ALERT_ID, Alert.class).getSeverity())
        .isNotEqualTo(Severity.LOW);
  }

  private double count(String meter) {
    return meters.get(meter).meter().measure().iterator().next().getValue();
  }

  private static String header(TestRecord<?, ?> letter, String name) {
    Header header = letter.headers().lastHeader(name);
    return header == null ? null : new String(header.value(), UTF_8);
  }
}
