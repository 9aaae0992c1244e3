/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.reconstream.model.window.WindowSpec;
import io.reconstream.model.window.WindowSpec.WarmUp;
import io.reconstream.schemas.Alert;
import io.reconstream.schemas.Score;
import io.reconstream.schemas.Verdict;
import io.reconstream.stream.deadletter.DeadLetter;
import io.reconstream.stream.event.JsonDecoders;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Feeds of single measurements. Rows of two sensors, x0 and x1; a score is the mean of squares, the
 * threshold 0.9.
 */
class LongFeedTopologyTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir private Path dir;
  private RunningTopology app;

  @AfterEach
  void close() {
    if (app != null) {
      app.close();
    }
  }

  /** Rows each second. */
  private void start(Map<String, String> more) {
    Path bundle = dir.resolve("bundle.onnx");
    MeanSquareBundle.seal(bundle, FloatEvents.features(2), "1", 0.9);
    open(bundle, more);
  }

  private void open(Path bundle, Map<String, String> more) {
    Map<String, String> settings =
        new HashMap<>(Map.of("input.layout", "long", "long.bucket.ms", "1000"));
    settings.putAll(more);
    app = new RunningTopology(bundle, dir, new JsonDecoders(), settings);
  }

  private void send(String machine, String sensor, long millis, String value) {
    app.send(
        "events",
        machine,
        "{\"sensor\": \"%s\", \"value\": %s}".formatted(sensor, value).getBytes(UTF_8),
        NOON.plusMillis(millis));
  }

  private List<Double> scores() {
    return app.read("scores", Score.class).stream().map(Score::getScore).toList();
  }

  @Test
  void shouldScoreARowOfAMachinesMeasurements() {
    start(Map.of());

    send("a", "x0", 100, "1");
    send("b", "x0", 150, "5");
    send("a", "x1", 900, "3");
    assertThat(scores()).isEmpty();
    send("a", "x0", 1100, "0");

    Alert alert = app.read("alerts", Alert.class).get(0);
    assertThat(alert.getScore()).isEqualTo((1 + 9) / 2.0);
    assertThat(alert.getKey()).isEqualTo("a");
    assertThat(alert.getEventTime()).isEqualTo(NOON.plusSeconds(1));
    assertThat(alert.getContributors().get(0).getFeature()).isEqualTo("x1");
    assertThat(alert.getSource())
        .as("the measurement that came last into the row")
        .extracting(source -> source.getTopic(), source -> source.getOffset())
        .containsExactly("events", 2L);
    assertThat(app.count("reconstream.measurements", "outcome", "TAKEN_IN")).isEqualTo(4);
    assertThat(app.count("reconstream.events.scored")).isEqualTo(1);
  }

  @Test
  void shouldHoldOrInterpolateBetweenMeasurements() {
    start(Map.of("long.fill", "interpolate"));
    send("a", "x0", 500, "1");
    send("a", "x1", 600, "2");
    send("a", "x0", 1500, "3");

    assertThat(scores()).containsExactly((2 * 2 + 2 * 2) / 2.0);
  }

  @Test
  void shouldSendUnknownSensorToDeadLettersAndGoOn() {
    start(Map.of());

    send("a", "x9", 100, "1");
    send("a", "x0", 100, "1");
    send("a", "x1", 100, "1");
    send("a", "x0", 1100, "1");

    assertThat(app.count("reconstream.dead.letters", "reason", "UNKNOWN_SENSOR")).isEqualTo(1);
    TestRecord<byte[], byte[]> letter = app.output("dead-letters").get(0);
    assertThat(new String(letter.headers().lastHeader(DeadLetter.MESSAGE).value(), UTF_8))
        .isEqualTo("the sensor 'x9' is no feature of the model, which has x0, x1");
    assertThat(scores()).containsExactly(1.0);
  }

  @Test
  void shouldIgnoreUnknownSensorsWhereThatIsWanted() {
    start(Map.of("long.unknown.sensors", "ignore"));

    send("a", "x9", 100, "1");

    assertThat(app.output("dead-letters")).isEmpty();
    assertThat(app.count("reconstream.measurements", "outcome", "IGNORED")).isEqualTo(1);
  }

  @Test
  void shouldSendWhatIsNoMeasurementToDeadLetters() {
    start(Map.of());

    app.send("events", "a", null, NOON);
    app.send("events", "a", "{\"value\": 1}".getBytes(UTF_8), NOON);
    send("a", "x0", 0, "\"high\"");
    send("a", "x0", 0, "1e300");
    send(null, "x0", 0, "1");

    assertThat(app.output("dead-letters"))
        .extracting(
            letter -> new String(letter.headers().lastHeader(DeadLetter.REASON).value(), UTF_8))
        .containsExactly("NO_VALUE", "MISSING_VALUE", "WRONG_TYPE", "NOT_FINITE", "NULL_KEY");
  }

  @Test
  void shouldCountLateAndFutureMeasurements() {
    start(Map.of("event.time.field", "time", "window.ahead.max.ms", "1000"));
    for (long time : List.of(500, 1500, 400, 90_000)) {
      app.send(
          "events",
          "a",
          "{\"sensor\": \"x0\", \"value\": 0, \"time\": %d}"
              .formatted(NOON.toEpochMilli() + time)
              .getBytes(UTF_8),
          NOON.plusSeconds(2));
    }

    assertThat(app.count("reconstream.measurements", "outcome", "TAKEN_IN")).isEqualTo(2);
    assertThat(app.count("reconstream.measurements", "outcome", "LATE")).isEqualTo(1);
    assertThat(app.count("reconstream.measurements", "outcome", "FUTURE")).isEqualTo(1);
  }

  @Test
  void shouldTakeSensorThatDisappearedAsMissing() {
    start(Map.of("long.max.age.ms", "2000"));
    send("a", "x1", 900, "3");
    for (int second = 0; second < 5; second++) {
      send("a", "x0", 1000 * second + 950, "1");
    }

    // a missing value has no square: the mean is NaN, which no score may be
    assertThat(scores()).containsExactly(5.0, 5.0);
    assertThat(app.count("reconstream.dead.letters", "reason", "UNSCORABLE")).isEqualTo(2);
  }

  @Test
  void shouldCloseTheLastRowOfAMachineThatFellSilent() {
    start(Map.of());
    send("a", "x0", 100, "1");
    send("a", "x1", 900, "3");

    app.driver().advanceWallClockTime(Duration.ofSeconds(3));

    assertThat(scores()).containsExactly(5.0);
    assertThat(app.driver().<String, byte[]>getKeyValueStore("pivots").get("a")).isNotNull();
  }

  @Test
  void shouldForgetMachinesThatAreIdle() {
    start(Map.of("window.idle.ttl.ms", "60000"));
    send("idle", "x0", 100, "1");
    send("busy", "x0", 70_000, "1");

    app.driver().advanceWallClockTime(Duration.ofSeconds(3));

    assertThat(app.driver().<String, byte[]>getKeyValueStore("pivots").get("idle")).isNull();
    assertThat(app.driver().<String, byte[]>getKeyValueStore("pivots").get("busy")).isNotNull();
  }

  @Test
  void shouldMakeWindowsOfRowsMadeOfMeasurements() {
    Path bundle = dir.resolve("windows.onnx");
    MeanSquareBundle.sealWindows(
        bundle, FloatEvents.features(2), 100, new WindowSpec(2, WarmUp.WAIT), null);
    open(bundle, Map.of());
    for (int second = 0; second < 3; second++) {
      send("a", "x0", 1000 * second + 100, "1");
      send("a", "x1", 1000 * second + 200, "1");
    }

    assertThat(app.read("scores", Score.class))
        .extracting(Score::getVerdict, Score::getScore)
        .containsExactly(tuple(Verdict.NOT_READY, null), tuple(Verdict.NORMAL, (1 + 4) / 2.0));
  }

  @Test
  void shouldBringMeasurementsOfAMachineTogetherByAnyField() {
    start(Map.of("key.field", "machine", "key.repartition", "true"));
    for (String sensor : List.of("x0", "x1")) {
      app.send(
          "events",
          "key-of-" + sensor,
          "{\"machine\": \"m\", \"sensor\": \"%s\", \"value\": 2}"
              .formatted(sensor)
              .getBytes(UTF_8),
          NOON.plusMillis(100));
    }
    app.send("events", "key", "{\"sensor\": \"x1\", \"value\": 2}".getBytes(UTF_8), NOON);
    app.driver().advanceWallClockTime(Duration.ofSeconds(3));

    Alert alert = app.read("alerts", Alert.class).get(0);
    assertThat(alert.getKey()).isEqualTo("m");
    assertThat(alert.getScore()).isEqualTo(4);
    assertThat(alert.getSource().getTopic()).isEqualTo("events");
    assertThat(alert.getSource().getOffset()).isEqualTo(1);
    assertThat(app.count("reconstream.dead.letters", "reason", "MISSING_VALUE")).isEqualTo(1);
  }

  @Test
  void shouldScoreWideEventsAtThePartitionOfTheirKey() {
    Path bundle = dir.resolve("wide.onnx");
    MeanSquareBundle.seal(bundle, FloatEvents.features(2), "1", 0.9);
    app =
        new RunningTopology(
            bundle, dir, new JsonDecoders(), Map.of("key.field", "m", "key.repartition", "true"));

    app.send("events", null, "{\"x0\": 2, \"x1\": 2}".getBytes(UTF_8), NOON);
    app.send("events", null, "{\"m\": 7, \"x0\": 2, \"x1\": \"2\"}".getBytes(UTF_8), NOON);
    app.send("events", null, "{\"m\": 7, \"x0\": 2, \"x1\": 2}".getBytes(UTF_8), NOON);

    assertThat(app.output("reconstream-by-key-repartition"))
        .extracting(record -> new String(record.key(), UTF_8))
        .containsExactly("7", "7");
    Alert alert = app.read("alerts", Alert.class).get(0);
    assertThat(alert.getKey()).isEqualTo("7");
    assertThat(alert.getSource().getOffset()).isEqualTo(2);
    assertThat(app.output("dead-letters"))
        .extracting(
            letter -> new String(letter.headers().lastHeader(DeadLetter.OFFSET).value(), UTF_8),
            letter -> new String(letter.headers().lastHeader(DeadLetter.TOPIC).value(), UTF_8))
        .containsExactly(tuple("0", "events"), tuple("1", "events"));
  }
}
