/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.reconstream.local.demo.Detections.Rate;
import io.reconstream.local.simulate.Episode;
import io.reconstream.local.simulate.Event;
import io.reconstream.schemas.SensorReading;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DetectionsTest {
  private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");

  private final Detections detections = new Detections();

  @Test
  void shouldCountAnEpisodeOnceHoweverManyAlertsItRaised() {
    Optional<Episode> leak = Optional.of(episode("leak-1", 0, 10));
    detections.sent(event(1, leak));
    detections.sent(event(2, leak));
    detections.alerted(leak, START.plusSeconds(2));
    detections.alerted(leak, START.plusSeconds(1));

    assertThat(detections.rates()).containsOnlyKeys("leak").containsEntry("leak", new Rate(1, 1));
    assertThat(detections.medianDelay()).isEqualTo(Duration.ofSeconds(1));
    assertThat(detections.falseAlarms()).isZero();
  }

  @Test
  void shouldCountAnEpisodeThatIsStillGoingOnOnlyIfDetected() {
    detections.sent(event(1, Optional.of(episode("leak-1", 0, 10))));
    assertThat(detections.rates()).isEmpty();

    detections.sent(event(10, Optional.empty()));
    assertThat(detections.rates()).containsEntry("leak", new Rate(0, 1));
  }

  @Test
  void shouldCountAnAlertThatNothingInjectedExplains() {
    detections.sent(event(1, Optional.empty()));
    detections.alerted(Optional.empty(), START.plusSeconds(1));

    assertThat(detections.falseAlarms()).isEqualTo(1);
    assertThat(detections.normalEvents()).isEqualTo(1);
  }

  private static Episode episode(String id, int from, int to) {
    return new Episode(id, "leak", "pump-1", START.plusSeconds(from), START.plusSeconds(to));
  }

  private static Event event(int second, Optional<Episode> episode) {
    return new Event("pump-1", START.plusSeconds(second), new SensorReading(), episode);
  }
}
