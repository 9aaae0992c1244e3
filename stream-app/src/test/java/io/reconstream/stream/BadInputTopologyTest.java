/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.feature.FieldPath;
import io.reconstream.model.feature.NumericFeature;
import io.reconstream.model.window.WindowSpec;
import io.reconstream.model.window.WindowSpec.WarmUp;
import io.reconstream.schemas.Alert;
import io.reconstream.schemas.Score;
import io.reconstream.stream.deadletter.DeadLetter;
import io.reconstream.stream.event.JsonDecoders;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What goes wrong with sensors, one bad event between two good ones of the same key: it has an
 * outcome of its own, is counted, is no alert, and the key's next score is what it is without it.
 * Windows of two rows of a required feature x0 and an optional x1.
 */
class BadInputTopologyTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir private Path dir;
  private RunningTopology app;

  @BeforeEach
  void start() {
    Path bundle = dir.resolve("bundle.onnx");
    MeanSquareBundle.sealWindows(
        bundle,
        new FeatureSpec(
            List.of(
                new NumericFeature("x0", FieldPath.parse("x0"), true),
                new NumericFeature("x1", FieldPath.parse("x1"), false))),
        100,
        new WindowSpec(2, WarmUp.REPEAT_FIRST),
        null);
    app =
        new RunningTopology(
            bundle,
            dir,
            new JsonDecoders(),
            Map.of("event.time.field", "t", "policy.incident.max.silence.ms", "60000"));
  }

  @AfterEach
  void close() {
    app.close();
  }

  private void send(String key, String json) {
    app.send("events", key, json.getBytes(UTF_8), NOON);
  }

  /** A row of ones, so many seconds after noon. */
  private void sendGood(int second) {
    send("a", "{\"x0\": 1, \"x1\": 1, \"t\": %d}".formatted(millis(second)));
  }

  private static long millis(int second) {
    return NOON.plusSeconds(second).toEpochMilli();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          clock that is ahead                   | {"x0": 9, "x1": 9, "t": 1767276061000}                    | FUTURE
          clock that was set back               | {"x0": 9, "x1": 9, "t": 1767268799000}                    | LATE
          event that came twice                 | {"x0": 1, "x1": 1, "t": 1767268800000}                    | DUPLICATE
          no time                               | {"x0": 9, "x1": 9}                                        | MISSING_VALUE
          sensor that disappeared               | {"x1": 9, "t": 1767268801000}                             | MISSING_VALUE
          sensor that is NaN                    | {"x0": NaN, "x1": 9, "t": 1767268801000}                  | MISSING_VALUE
          sensor that is null                   | {"x0": null, "x1": 9, "t": 1767268801000}                 | MISSING_VALUE
          sensor that says what is no number    | {"x0": "ERR", "x1": 9, "t": 1767268801000}                | WRONG_TYPE
          sensor that overflows                 | {"x0": 1e300, "x1": 9, "t": 1767268801000}                | NOT_FINITE
          all sensors out                       | {"x0": NaN, "x1": NaN, "t": 1767268801000}                | MISSING_VALUE
          text that was cut off                 | {"x0": 9,                                                 | MALFORMED
          """)
  void shouldGoOnAsIfABadEventHadNotBeen(String what, String json, String outcome) {
    sendGood(0);
    send("a", json);
    sendGood(2);

    double letters = app.count("reconstream.dead.letters", "reason", outcome);
    double notTakenIn = app.count("reconstream.window.not.taken.in", "reason", outcome);
    assertThat(letters + notTakenIn).as(what).isEqualTo(1);
    assertThat(app.output("dead-letters"))
        .hasSize((int) letters)
        .allSatisfy(
            letter ->
                assertThat(letter.headers().lastHeader(DeadLetter.REASON).value())
                    .asString(UTF_8)
                    .isEqualTo(outcome));
    assertThat(app.read("scores", Score.class).stream().map(Score::getScore).filter(s -> s != null))
        .containsExactly(2.5, 2.5);
    assertThat(app.output("alerts")).isEmpty();
    assertThat(app.output("incidents")).isEmpty();
  }

  @Test
  void shouldTakeNoEventWithoutAKeyIntoAnyWindow() {
    sendGood(0);
    send(null, "{\"x0\": 9, \"x1\": 9, \"t\": %d}".formatted(millis(1)));
    sendGood(2);

    assertThat(app.count("reconstream.dead.letters", "reason", "NULL_KEY")).isEqualTo(1);
    assertThat(app.read("scores", Score.class))
        .extracting(Score::getScore)
        .containsExactly(2.5, 2.5);
  }

  @Test
  void shouldNotLookAtASensorThatTheModelDoesNotKnow() {
    sendGood(0);
    send("a", "{\"x0\": 1, \"x1\": 1, \"x2\": 1e300, \"t\": %d}".formatted(millis(1)));

    assertThat(app.read("scores", Score.class))
        .extracting(Score::getScore)
        .containsExactly(2.5, 2.5);
    assertThat(app.output("dead-letters")).isEmpty();
  }

  /** Not silently: it is an anomaly, and the alert names the sensor, what it says and what not. */
  @Test
  void shouldNameTheSensorWhoseUnitChanged() {
    sendGood(0);
    send("a", "{\"x0\": 1, \"x1\": 1000, \"t\": %d}".formatted(millis(1)));

    Alert alert = app.read("alerts", Alert.class).get(0);
    assertThat(alert.getContributors().get(0).getFeature()).isEqualTo("x1");
    assertThat(alert.getContributors().get(0).getValue()).isEqualTo(1000);
    assertThat(alert.getContributors().get(0).getExpected()).isZero();
  }
}
