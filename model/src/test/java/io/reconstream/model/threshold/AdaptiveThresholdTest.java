/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reconstream.model.threshold.AdaptiveThreshold.Settings;
import io.reconstream.model.threshold.AdaptiveThreshold.State;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
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
  void shouldPayBackWhatNoisyFirstDaysCost() {
    double alerts = 0;
    for (int key = 0; key < 40; key++) {
      alerts += alerts(key, 0.5, day -> day < 5 ? 3 : 1.7, ignored -> 0) / DAYS;
    }
    assertThat(alerts / 40).isBetween(ALERTS_PER_DAY * 0.7, ALERTS_PER_DAY * 1.3);
  }

  @Test
  void shouldKeepTheBudgetOfEachKeyWhileItsSpreadDoubles() {
    double[] alerts = new double[60];
    for (int key = 0; key < alerts.length; key++) {
      double deviation = 1 + 0.1 * (key % 4);
      alerts[key] = alerts(key, 0.5, day -> deviation * (1 + day / DAYS), ignored -> 0) / DAYS;
    }
    assertThat(Arrays.stream(alerts).average().orElseThrow())
        .isBetween(ALERTS_PER_DAY * 0.7, ALERTS_PER_DAY * 1.3);
    assertThat(Arrays.stream(alerts).max().orElseThrow()).isLessThan(2 * ALERTS_PER_DAY);
  }

  @Test
  void shouldGoOnNoticingFaultsWhenThereAreMany() {
    AdaptiveThreshold adaptive = new AdaptiveThreshold(Settings.of(0.0005), normal(new Random(1)));
    State state = adaptive.initial();
    Random random = new Random(4);
    double before = state.threshold();
    for (int fault = 0; fault < 300; fault++) {
      for (int i = 0; i < 200; i++) {
        adaptive.observe(state, random.nextGaussian(), false, false);
      }
      for (int i = 0; i < 4; i++) {
        adaptive.observe(state, 0.99 * state.threshold(), false, false);
      }
      adaptive.observe(state, 50, true, true);
    }
    assertThat(state.threshold()).isBetween(before, 4 * before);
  }

  @Test
  void shouldReadStatesThatHadNoDebt() {
    AdaptiveThreshold adaptive = new AdaptiveThreshold(Settings.of(0.001), normal(new Random(1)));
    double[] initial = adaptive.initial().toNumbers();
    double level = initial[0];
    double meanExcess = 0.37;
    double[] first = {level, 0.015, 400, meanExcess, 0.27, 0.1, 3, 1.5};

    State state = adaptive.restoreFirst(first, 0.001);

    assertThat(state.threshold())
        .isEqualTo(adaptive.restore(state.toNumbers()).threshold())
        .isCloseTo(
            adaptive
                    .restoreFirst(new double[] {level, 0.015, 400, meanExcess, 0, 0, 0, 0}, 0.001)
                    .threshold()
                + 1.5 * meanExcess,
            within(1e-9));
    assertThatThrownBy(() -> adaptive.restoreFirst(initial, 0.001))
        .hasMessage("adaptive threshold state has 7 numbers, expected 8");
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

  /** Alerts per key and day of keys with one spread. */
  private static double alertsPerDay(int keys, double correlation, double drift) {
    double alerts = 0;
    for (int key = 0; key < keys; key++) {
      alerts += alerts(key, correlation, ignored -> 1, day -> drift * day / DAYS);
    }
    return alerts / keys / DAYS;
  }

  /**
   * Alerts of a key, where an alert is a run of events above the threshold.
   *
   * @param deviation of the scores by the day
   * @param offset of the scores by the day
   */
  private static double alerts(
      int key, double correlation, DoubleUnaryOperator deviation, DoubleUnaryOperator offset) {
    AdaptiveThreshold adaptive =
        new AdaptiveThreshold(Settings.of(ALERTS_PER_DAY / EVENTS_PER_DAY), normal(new Random(7)));
    Random random = new Random(100 + key);
    State state = adaptive.initial();
    double noise = random.nextGaussian();
    int events = DAYS * EVENTS_PER_DAY;
    int calm = events;
    double alerts = 0;
    for (int i = 0; i < events; i++) {
      noise =
          correlation * noise + Math.sqrt(1 - correlation * correlation) * random.nextGaussian();
      double day = (double) i / EVENTS_PER_DAY;
      double score = noise * deviation.applyAsDouble(day) + offset.applyAsDouble(day);
      boolean anomalous = score > state.threshold();
      boolean open = calm < 10;
      if (anomalous && !open) {
        alerts++;
      }
      calm = anomalous ? 0 : calm + 1;
      adaptive.observe(state, score, anomalous && !open, calm < 10);
    }
    return alerts;
  }

  private static ScoreDistribution normal(Random random) {
    return ScoreDistribution.fit(
        random.doubles(5_000).map(ignored -> random.nextGaussian()).toArray());
  }
}
