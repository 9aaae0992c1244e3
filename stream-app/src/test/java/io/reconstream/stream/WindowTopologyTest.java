/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reconstream.model.window.Smoothing;
import io.reconstream.model.window.WindowSpec;
import io.reconstream.model.window.WindowSpec.WarmUp;
import io.reconstream.schemas.Alert;
import io.reconstream.schemas.Score;
import io.reconstream.schemas.Verdict;
import io.reconstream.schemas.WindowStep;
import io.reconstream.stream.config.AppConfig;
import io.reconstream.stream.metrics.StreamMetrics;
import io.reconstream.stream.models.ModelFile;
import io.reconstream.stream.runtime.StreamsSettings;
import io.reconstream.stream.scoring.LookAhead;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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

class WindowTopologyTest {
  private static final int WIDTH = 8;
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir private Path dir;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final StreamMetrics metrics = new StreamMetrics(meters);
  private ModelFile model;
  private TopologyTestDriver driver;
  private TestInputTopic<byte[], byte[]> events;

  private void start(WindowSpec window, Smoothing smoothing, Map<String, String> more) {
    Path bundle = dir.resolve("bundle.onnx");
    MeanSquareBundle.sealWindows(bundle, FloatEvents.features(WIDTH), 100, window, smoothing);
    Map<String, String> settings =
        new HashMap<>(
            Map.of(
                "bootstrap.servers", "localhost:9092",
                "schema.registry.url", "http://localhost:8081",
                "input.topics", "events",
                "scores.topic", "scores",
                "model.path", bundle.toString(),
                "state.dir", dir.toString()));
    settings.putAll(more);
    AppConfig config = AppConfig.of(settings);
    model = ModelFile.open(config, metrics);
    open(config);
  }

  private void open(AppConfig config) {
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
                    new AnomalyTopology.OutputSchemas(7, 8, null, null))),
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

  private void send(String key, long seconds, float value) {
    float[] row = new float[WIDTH];
    java.util.Arrays.fill(row, value);
    events.pipeInput(
        key == null ? null : key.getBytes(UTF_8),
        FloatEvents.event(row),
        NOON.plusSeconds(seconds));
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

  private double count(String meter, String... tags) {
    return meters.get(meter).tags(tags).meter().measure().iterator().next().getValue();
  }

  @Test
  void shouldBeNotReadyUntilWindowIsFullPerKey() throws IOException {
    start(new WindowSpec(3, WarmUp.WAIT), null, Map.of());

    send("a", 0, 100);
    send("b", 1, 100);
    send("a", 2, 100);
    send("a", 3, 100);

    assertThat(read("scores", Score.class))
        .extracting(Score::getVerdict)
        .containsExactly(
            Verdict.NOT_READY, Verdict.NOT_READY, Verdict.NOT_READY, Verdict.ANOMALOUS);
    Alert alert = read("alerts", Alert.class).get(0);
    assertThat(alert.getWindow().getStart()).isEqualTo(NOON);
    assertThat(alert.getWindow().getEnd()).isEqualTo(NOON.plusSeconds(3));
    assertThat(alert.getWindow().getRows()).isEqualTo(3);
    assertThat(alert.getContributors().get(0).getValue()).isEqualTo(100);
    assertThat(count("reconstream.events.not.ready")).isEqualTo(3);
  }

  /** The fault is one row, three rows before the newest: without it the window is calm. */
  @Test
  void shouldSayWhichRowsMadeTheScoreHigh() throws IOException {
    start(new WindowSpec(5, WarmUp.WAIT), null, Map.of());
    float[] values = {1, 40, 1, 1, 1};
    for (int second = 0; second < values.length; second++) {
      send("a", second, values[second]);
    }

    Alert alert = read("alerts", Alert.class).get(0);
    List<WindowStep> steps = alert.getWindow().getSteps();
    assertThat(steps).hasSize(1);
    assertThat(steps.get(0).getStart()).isEqualTo(NOON.plusSeconds(1));
    assertThat(steps.get(0).getEnd()).isEqualTo(NOON.plusSeconds(1));
    assertThat(steps.get(0).getShare()).isEqualTo(1);
  }

  @Test
  void shouldTellLongWindowsInStretchesOfRows() throws IOException {
    start(new WindowSpec(80, WarmUp.REPEAT_FIRST), null, Map.of());
    for (int second = 0; second < 100; second++) {
      send("a", second, second == 59 ? 500 : 0);
    }

    List<Alert> alerts = read("alerts", Alert.class);
    WindowStep step = alerts.get(alerts.size() - 1).getWindow().getSteps().get(0);
    // rows 20 to 99, in stretches of three: the thirteenth has rows 59 to 61 (of the window 39 to
    // 41)
    assertThat(step.getStart()).isEqualTo(NOON.plusSeconds(59));
    assertThat(step.getEnd()).isEqualTo(NOON.plusSeconds(61));
    assertThat(step.getShare()).isEqualTo(1);
  }

  @Test
  void shouldNameTheFeatureWhoseUnitChanged() throws IOException {
    start(new WindowSpec(2, WarmUp.REPEAT_FIRST), null, Map.of());
    float[] row = {1, 1, 1, 1, 1, 1, 1, 1};
    events.pipeInput(new byte[] {'a'}, FloatEvents.event(row), NOON);
    row[5] = 1000;
    events.pipeInput(new byte[] {'a'}, FloatEvents.event(row), NOON.plusSeconds(1));

    Alert alert = read("alerts", Alert.class).get(0);
    assertThat(alert.getContributors().get(0).getFeature()).isEqualTo("x5");
    assertThat(alert.getContributors().get(0).getValue()).isEqualTo(1000);
  }

  @Test
  void shouldTakeARowWithoutAnyValueForAnOutageAndGoOn() throws IOException {
    start(new WindowSpec(2, WarmUp.REPEAT_FIRST), null, Map.of());

    send("a", 0, 1);
    send("a", 1, Float.NaN);
    send("a", 2, 1);

    assertThat(count("reconstream.dead.letters", "reason", "MISSING_VALUE")).isEqualTo(1);
    assertThat(read("scores", Score.class)).extracting(Score::getScore).containsExactly(2.5, 2.5);
    assertThat(output("alerts")).isEmpty();
  }

  /** This model, other than those of the trainer, gives no score for missing values. */
  @Test
  void shouldTakeARowThatTheModelGivesNoScoreForBadDataAndGoOn() throws IOException {
    start(new WindowSpec(2, WarmUp.REPEAT_FIRST), null, Map.of());
    float[] row = {1, 1, 1, 1, 1, 1, 1, Float.NaN};

    send("a", 0, 1);
    events.pipeInput(new byte[] {'a'}, FloatEvents.event(row), NOON.plusSeconds(1));
    send("a", 2, 1);
    send("a", 3, 1);

    assertThat(count("reconstream.dead.letters", "reason", "UNSCORABLE")).isEqualTo(2);
    assertThat(read("scores", Score.class)).extracting(Score::getScore).containsExactly(2.5, 2.5);
    assertThat(output("alerts")).isEmpty();
  }

  @Test
  void shouldScoreFromFirstRowWhenItIsRepeated() throws IOException {
    start(new WindowSpec(3, WarmUp.REPEAT_FIRST), null, Map.of());

    send("a", 0, 3);

    // places 1, 2, 3 of the same row: 9 * (1 + 4 + 9) / 3
    assertThat(read("scores", Score.class)).extracting(Score::getScore).containsExactly(42.0);
  }

  @Test
  void shouldSendEventWithoutKeyToDeadLetterTopic() {
    start(new WindowSpec(3, WarmUp.REPEAT_FIRST), null, Map.of());

    send(null, 0, 3);

    assertThat(count("reconstream.dead.letters", "reason", "NULL_KEY")).isEqualTo(1);
    assertThat(output("dead-letters").get(0).headers().lastHeader("__streams.errors.message"))
        .satisfies(header -> assertThat(new String(header.value(), UTF_8)).contains("key.field"));
  }

  @Test
  void shouldTakeEventsWithoutKeyAsOneSeriesWhereThatIsWanted() throws IOException {
    start(new WindowSpec(2, WarmUp.WAIT), null, Map.of("key.missing", "partition"));

    send(null, 0, 1);
    send("a", 1, 9);
    send(null, 2, 1);

    assertThat(read("scores", Score.class))
        .extracting(Score::getScore)
        .containsExactly(null, null, 2.5);
    assertThat(output("dead-letters")).isEmpty();
  }

  @Test
  void shouldNotTakeInLateAndDuplicateEvents() throws IOException {
    start(new WindowSpec(2, WarmUp.REPEAT_FIRST), null, Map.of());

    send("a", 10, 1);
    send("a", 9, 50);
    send("a", 10, 1);
    send("a", 11, 2);

    assertThat(read("scores", Score.class))
        .extracting(Score::getScore)
        .containsExactly(2.5, null, null, (1 + 16) / 2.0);
    assertThat(count("reconstream.window.not.taken.in", "reason", "LATE")).isEqualTo(1);
    assertThat(count("reconstream.window.not.taken.in", "reason", "DUPLICATE")).isEqualTo(1);
  }

  @Test
  void shouldNotTakeInEventFromTheFuture() throws IOException {
    start(
        new WindowSpec(2, WarmUp.REPEAT_FIRST),
        null,
        Map.of("event.time.field", "x0", "window.ahead.max.ms", "1000"));

    events.pipeInput(new byte[] {1}, FloatEvents.event(2001, 0, 0, 0, 0, 0, 0, 0), 1_000L);
    events.pipeInput(new byte[] {1}, FloatEvents.event(2000, 0, 0, 0, 0, 0, 0, 0), 1_000L);

    assertThat(read("scores", Score.class))
        .extracting(Score::getVerdict)
        .containsExactly(Verdict.NOT_READY, Verdict.ANOMALOUS);
    assertThat(count("reconstream.window.not.taken.in", "reason", "FUTURE")).isEqualTo(1);
  }

  @Test
  void shouldBeginAnewAfterGap() throws IOException {
    start(new WindowSpec(2, WarmUp.WAIT), null, Map.of("window.gap.ms", "5000"));

    send("a", 0, 1);
    send("a", 5, 1);
    send("a", 11, 1);
    send("a", 12, 1);

    assertThat(read("scores", Score.class))
        .extracting(Score::getVerdict)
        .containsExactly(Verdict.NOT_READY, Verdict.NORMAL, Verdict.NOT_READY, Verdict.NORMAL);
    assertThat(count("reconstream.window.begun.anew")).isEqualTo(1);
  }

  @Test
  void shouldInterpolateMissingRowsOfShortGaps() throws IOException {
    start(
        new WindowSpec(4, WarmUp.WAIT),
        null,
        Map.of("window.interpolate.step.ms", "1000", "window.gap.ms", "60000"));

    send("a", 0, 1);
    send("a", 3, 4);
    send("a", 4, 5);
    send("a", 8, 1);

    List<Score> scores = read("scores", Score.class);
    // rows 1, 2, 3, 4 at places 1 to 4; then 2, 3, 4, 5; then more than two rows are missing
    assertThat(scores)
        .extracting(Score::getScore)
        .containsExactly(null, (1 + 16 + 81 + 256) / 4.0, (4 + 36 + 144 + 400) / 4.0, null);
    assertThat(count("reconstream.window.rows.interpolated")).isEqualTo(2);
    assertThat(count("reconstream.window.begun.anew")).isEqualTo(1);
    assertThat(output("reconstream-windows-changelog")).hasSize(6);
  }

  @Test
  void shouldForgetIdleKeys() {
    start(new WindowSpec(2, WarmUp.WAIT), null, Map.of("window.idle.ttl.ms", "60000"));
    send("idle", 0, 1);
    send("idle", 1, 1);
    send("busy", 0, 1);
    send("busy", 70, 1);

    driver.advanceWallClockTime(Duration.ofSeconds(2));

    assertThat(count("reconstream.window.keys.forgotten")).isEqualTo(1);
    assertThat(contents()).hasSize(2);
  }

  @Test
  void shouldScoreAlikeWhenOpenedAgainOnSameStore() throws IOException {
    WindowSpec window = new WindowSpec(4, WarmUp.REPEAT_FIRST);
    Smoothing smoothing = new Smoothing(0.2, 0.1, List.of(1.0, 1.0, 1.0, 1.0, 2.0, 0.0, 1.0, 1.0));
    List<Double> once = scores(window, smoothing, Set.of(), "100");
    List<Double> reopened = scores(window, smoothing, Set.of(1, 7, 8, 23), "2");

    assertThat(reopened).isEqualTo(once);
  }

  /** Scores of the same events, with restarts before some of them and so many keys in heap. */
  private List<Double> scores(
      WindowSpec window, Smoothing smoothing, Set<Integer> restarts, String cacheKeys)
      throws IOException {
    Map<String, String> settings =
        Map.of(
            "window.cache.keys",
            cacheKeys,
            "window.gap.ms",
            "9000",
            "window.interpolate.step.ms",
            "3000");
    Random random = new Random(5);
    List<Double> scores = new ArrayList<>();
    start(window, smoothing, settings);
    for (int event = 0; event < 40; event++) {
      if (restarts.contains(event)) {
        List<KeyValue<byte[], byte[]>> kept = contents();
        close();
        start(window, smoothing, settings);
        KeyValueStore<byte[], byte[]> store = driver.getKeyValueStore("windows");
        kept.forEach(row -> store.put(row.key, row.value));
      }
      send("key-" + random.nextInt(4), event, random.nextInt(10));
      read("scores", Score.class).forEach(score -> scores.add(score.getScore()));
    }
    close();
    return scores;
  }

  private List<KeyValue<byte[], byte[]>> contents() {
    List<KeyValue<byte[], byte[]>> rows = new ArrayList<>();
    KeyValueStore<byte[], byte[]> store = driver.getKeyValueStore("windows");
    try (KeyValueIterator<byte[], byte[]> all = store.all()) {
      all.forEachRemaining(rows::add);
    }
    return rows;
  }

  @Test
  void shouldLogOneRecordPerEventOfAtMostTwiceItsRow() {
    start(new WindowSpec(64, WarmUp.WAIT), null, Map.of());

    for (int event = 0; event < 100; event++) {
      send("pump-001", event, event);
    }

    List<TestRecord<byte[], byte[]>> changelog = output("reconstream-windows-changelog");
    assertThat(changelog).hasSize(100);
    int row = "pump-001".length() + WIDTH * Float.BYTES;
    assertThat(changelog)
        .allSatisfy(
            record ->
                assertThat(record.key().length + record.value().length)
                    .isLessThanOrEqualTo(2 * row));
    assertThat(contents()).hasSize(64);
  }
}
