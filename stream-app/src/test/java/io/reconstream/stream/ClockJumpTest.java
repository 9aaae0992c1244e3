/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.reconstream.model.window.WindowSpec;
import io.reconstream.model.window.WindowSpec.WarmUp;
import io.reconstream.schemas.Incident;
import io.reconstream.schemas.IncidentStatus;
import io.reconstream.schemas.Score;
import io.reconstream.schemas.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clocks of producers and of the app's own machine that jump: docs/faults.md says what follows. */
class ClockJumpTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir private Path dir;
  private RunningTopology app;

  @BeforeEach
  void start() {
    Path bundle = dir.resolve("bundle.onnx");
    MeanSquareBundle.sealWindows(
        bundle, FloatEvents.features(2), 10, new WindowSpec(2, WarmUp.WAIT), null);
    app =
        new RunningTopology(
            bundle,
            dir,
            new FloatEvents(),
            Map.of("policy.incident.max.silence.ms", "60000", "policy.clear.after", "2"));
  }

  @AfterEach
  void close() {
    app.close();
  }

  @Test
  void shouldAccountForEventsOfAClockThatWasSetBackAndGoOnOnceItHasCaughtUp() {
    send("a", 0, 1);
    send("a", 1, 1);
    send("a", -3600, 1);
    send("a", -3599, 1);
    send("a", 2, 1);

    assertThat(app.read("scores", Score.class))
        .extracting(Score::getVerdict)
        .containsExactly(
            Verdict.NOT_READY,
            Verdict.NORMAL,
            Verdict.NOT_READY,
            Verdict.NOT_READY,
            Verdict.NORMAL);
    assertThat(app.count("reconstream.window.not.taken.in", "reason", "LATE")).isEqualTo(2);
    assertThat(app.output("dead-letters")).isEmpty();
  }

  @Test
  void shouldMindTheKeyAloneWhoseClockJumpsAhead() {
    send("ahead", 0, 1);
    send("other", 0, 1);
    send("ahead", 3000, 1);
    send("ahead", 1, 1);
    send("other", 1, 1);

    assertThat(app.read("scores", Score.class))
        .extracting(Score::getVerdict)
        .as("two begin, the jump is scored, the key's older event is late, the other key goes on")
        .containsExactly(
            Verdict.NOT_READY,
            Verdict.NOT_READY,
            Verdict.NORMAL,
            Verdict.NOT_READY,
            Verdict.NORMAL);
    app.driver().advanceWallClockTime(Duration.ofSeconds(2));
    assertThat(app.count("reconstream.window.keys.forgotten")).isZero();
  }

  @Test
  void shouldEndIncidentsButKeepWindowsWhenTheWallClockJumpsADay() {
    send("a", 0, 1);
    send("a", 1, 9);
    app.driver().advanceWallClockTime(Duration.ofDays(1));
    send("a", 2, 9);

    assertThat(app.read("scores", Score.class))
        .extracting(Score::getVerdict)
        .containsExactly(Verdict.NOT_READY, Verdict.ANOMALOUS, Verdict.ANOMALOUS);
    assertThat(app.read("incidents", Incident.class))
        .extracting(Incident::getStatus, Incident::getClosedBy)
        .containsExactly(
            tuple(IncidentStatus.OPEN, null),
            tuple(IncidentStatus.CLOSE, "SILENCE"),
            tuple(IncidentStatus.OPEN, null));
    assertThat(app.count("reconstream.window.keys.forgotten")).isZero();
  }

  private void send(String key, long seconds, float value) {
    app.send("events", key, FloatEvents.event(value, value), NOON.plusSeconds(seconds));
  }
}
