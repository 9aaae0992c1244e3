/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reconstream.model.threshold.AdaptiveThreshold.Settings;
import io.reconstream.model.threshold.AdaptiveThreshold.State;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AdaptiveThresholdTest {
  private static final int EVENTS_PER_DAY = 2_880;
  private static final int DAYS = 20;
  private static final double ALERTS_PER_DAY = 0.5;

  @Test
  void shouldKeepTheBudgetOnIndependentScores() {
    assertThat(alertsPerDay(60, 0, 0)).isBetween(ALERTS_PER_DAY * 0.7, ALERTS_PER_DAY * 1.3);
  }

  @Test
  void shouldKeepTheBudgetOnCorrelatedScores() {
    assertThat(alertsPerDay(60, 0.9, 0)).isBetween(ALERTS_PER_DAY * 0.7, ALERTS_PER_DAY * 1.3);
  }

  @Test
  void shouldKeepTheBudgetWhileScoresDriftByTheirSpread() {
    assertThat(alertsPerDay(60, 0.5, 1)).isBetween(ALERTS_PER_DAY * 0.7, ALERTS_PER_DAY * 1.3);
  }

  @Test
  void shouldNotLearnFromAFault() {
    AdaptiveThreshold adaptive = new AdaptiveThreshold(Settings.of(0.001), normal(new Random(1)));
    State state = adaptive.initial();
    Random random = new Random(2);
    for (int i = 0; i < 5_000; i++) {
      adaptive.observe(state, random.nextGaussian(), false, false);
    }
    double before = state.threshold();
    for (int i = 0; i < 5_000; i++) {
      adaptive.observe(state, 100, i == 0, i > 0);
    }
    assertThat(state.threshold()).isBetween(before - 0.5, before + 0.5);
  }

  @Test
  void shouldGoOnAlikeAfterItsStateWasStored() {
    AdaptiveThreshold adaptive = new AdaptiveThreshold(Settings.of(0.001), normal(new Random(1)));
    State kept = adaptive.initial();
    State stored = adaptive.initial();
    Random random = new Random(3);
    for (int i = 0; i < 3_000; i++) {
      double score = random.nextGaussian();
      adaptive.observe(kept, score, false, false);
      stored = adaptive.restore(stored.toNumbers());
      adaptive.observe(stored, score, false, false);
      assertThat(stored.threshold()).isEqualTo(kept.threshold());
    }
  }

  @Test
  void shouldRefuseARateInItsBody() {
    assertThatThrownBy(() -> Settings.of(0.1))
        .hasMessage("adaptive threshold's rate is 0.1, expected above 0 and below 0.02");
  }

  /** Alerts per key and day, where an alert is a run of events above the threshold. */
  private static double alertsPerDay(int keys, double correlation, double drift) {
    AdaptiveThreshold adaptive =
        new AdaptiveThreshold(Settings.of(ALERTS_PER_DAY / EVENTS_PER_DAY), normal(new Random(7)));
    long alerts = 0;
    int events = DAYS * EVENTS_PER_DAY;
    for (int key = 0; key < keys; key++) {
      Random random = new Random(100 + key);
      State state = adaptive.initial();
      double noise = random.nextGaussian();
      int calm = events;
      for (int i = 0; i < events; i++) {
        noise =
            correlation * noise + Math.sqrt(1 - correlation * correlation) * random.nextGaussian();
        double score = noise + drift * i / events;
        boolean anomalous = score > state.threshold();
        boolean open = calm < 10;
        if (anomalous && !open) {
          alerts++;
        }
        calm = anomalous ? 0 : calm + 1;
        adaptive.observe(state, score, anomalous && !open, open);
      }
    }
    return (double) alerts / keys / DAYS;
  }

  private static ScoreDistribution normal(Random random) {
    return ScoreDistribution.fit(
        random.doubles(5_000).map(ignored -> random.nextGaussian()).toArray());
  }
}
