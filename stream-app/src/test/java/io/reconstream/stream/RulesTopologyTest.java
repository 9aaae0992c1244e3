/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reconstream.model.bundle.BundleException;
import io.reconstream.schemas.Alert;
import io.reconstream.stream.deadletter.DeadLetter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules that change while the app runs. Scores are squares, the threshold is 0.9. */
class RulesTopologyTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final String IN_FORCE = "reconstream-rules-in-force";

  @TempDir private Path dir;
  private Path bundle;
  private RunningTopology app;
  private int second;

  @BeforeEach
  void seal() {
    bundle = dir.resolve("bundle.onnx");
    MeanSquareBundle.seal(bundle, FloatEvents.features(2), "1", 0.9);
  }

  @AfterEach
  void close() {
    if (app != null) {
      app.close();
    }
  }

  private void start(Map<String, String> more) {
    Map<String, String> settings =
        new HashMap<>(Map.of("rules.topic", "rules", "policy.clear.after", "1"));
    settings.putAll(more);
    app = new RunningTopology(bundle, dir, new FloatEvents(), settings);
  }

  private void rule(String key, String json) {
    app.send("rules", key, json == null ? null : json.getBytes(UTF_8), NOON);
  }

  /** How many alerts one anomalous event of a key raises, and a calm one after it. */
  private int alerts(String key) {
    app.send("events", key, FloatEvents.event(3, 3), NOON.plusSeconds(second++));
    app.send("events", key, FloatEvents.event(0, 0), NOON.plusSeconds(second++));
    return app.read("alerts", Alert.class).size();
  }

  @Test
  void shouldChangeTheRulesOfOneKey() {
    start(Map.of());
    assertThat(alerts("a")).isEqualTo(1);

    rule("a", "{\"policy.mutes\": [\"2026-01-01T00:00:00Z/2026-01-02T00:00:00Z/cleaning\"]}");

    assertThat(alerts("a")).isZero();
    assertThat(alerts("b")).isEqualTo(1);
    assertThat(app.count("reconstream.rules", "outcome", "ACCEPTED")).isEqualTo(1);
  }

  @Test
  void shouldChangeTheRulesOfAllKeysWithoutTheirOwn() {
    start(Map.of());

    rule("*", "{\"policy\": {\"anomalous\": 2, \"of\": 2}}");
    rule("a", "{\"policy.anomalous\": 1}");

    assertThat(alerts("a")).isEqualTo(1);
    assertThat(alerts("b")).isZero();
  }

  @Test
  void shouldGoBackToTheDefaultWhenARuleIsTakenBack() {
    start(Map.of("policy.anomalous", "2"));

    rule("a", "{\"policy.anomalous\": 1}");
    assertThat(alerts("a")).isEqualTo(1);
    rule("a", null);

    assertThat(alerts("a")).isZero();
    assertThat(app.count("reconstream.rules", "outcome", "REMOVED")).isEqualTo(1);
  }

  @Test
  void shouldKeepTheRuleBeforeABadOneAndSayWhatIsWrong() {
    start(Map.of());
    rule("a", "{\"policy.anomalous\": 2}");
    List<String> bad =
        List.of(
            "no JSON",
            "[1]",
            "{\"policy.anomalous\": 0}",
            "{\"policy.anomalous\": 3, \"policy.of\": 2}",
            "{\"policy.anomalos\": 3}",
            "{\"threads\": 3}",
            "{\"policy.anomalous\": 1, \"policy.anomalous\": 1}",
            "{\"policy.features\": [\"x9:HIGH\"]}");

    bad.forEach(json -> rule("a", json));
    rule(null, "{\"policy.anomalous\": 1}");

    assertThat(alerts("a")).isZero();
    assertThat(app.count("reconstream.rules", "outcome", "REFUSED")).isEqualTo(bad.size() + 1);
    assertThat(app.count("reconstream.dead.letters", "reason", "BAD_RULE"))
        .isEqualTo(bad.size() + 1);
    List<TestRecord<byte[], byte[]>> letters = app.output("dead-letters");
    assertThat(letters.get(0).value()).isEqualTo("no JSON".getBytes(UTF_8));
    assertThat(letters.stream().map(RulesTopologyTest::message))
        .satisfiesExactly(
            text -> assertThat(text).contains("not JSON"),
            text -> assertThat(text).contains("[1]"),
            text -> assertThat(text).contains("policy.anomalous").contains("0"),
            text -> assertThat(text).contains("policy.of is 2, expected at least"),
            text -> assertThat(text).contains("did you mean 'policy.anomalous'?"),
            text -> assertThat(text).contains("'threads' cannot be changed"),
            text -> assertThat(text).contains("Duplicate"),
            text -> assertThat(text).contains("'x9'").contains("it has x0, x1"),
            text -> assertThat(text).contains("has no key"));
  }

  @Test
  void shouldHaveItsRulesAgainAfterARestart() {
    start(Map.of());
    rule("a", "{\"policy.anomalous\": 2}");
    rule("a", "{\"policy.anomalous\": \"many\"}");
    List<TestRecord<byte[], byte[]>> kept = app.output(IN_FORCE);
    app.close();

    start(Map.of());
    assertThat(kept).hasSize(1);
    kept.forEach(record -> app.send(IN_FORCE, "a", record.value(), NOON));

    assertThat(alerts("a")).isZero();
    assertThat(alerts("b")).isEqualTo(1);
  }

  @Test
  void shouldHaveDefaultRulesWhereTheConfigurationNoLongerAllowsTheKeysOwn() {
    start(Map.of());

    app.send(IN_FORCE, "a", "{\"policy.of\": 999}".getBytes(UTF_8), NOON);

    assertThat(alerts("a")).isEqualTo(1);
  }

  @Test
  void shouldRefuseToStartWhenARuleNamesAFeatureThatTheModelLacks() {
    assertThatThrownBy(() -> start(Map.of("policy.features", "x0:HIGH, X1:LOW")))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("policy.features names the feature 'X1'")
        .hasMessageContaining("did you mean 'x1'?");
  }

  private static String message(TestRecord<byte[], byte[]> letter) {
    return new String(letter.headers().lastHeader(DeadLetter.MESSAGE).value(), UTF_8);
  }
}
