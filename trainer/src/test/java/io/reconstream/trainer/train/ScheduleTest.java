/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reconstream.trainer.train.TrainingHistory.Epoch;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  @Test
  void shouldRiseAndThenFallAsACosine() {
    Schedule schedule = Schedule.warmedUp(0.1, Schedule.cosine(0, 0.02));

    assertThat(schedule.factor(0, 100, losses(9))).isEqualTo(0.1);
    assertThat(schedule.factor(9, 100, losses(9))).isEqualTo(1);
    assertThat(schedule.factor(10, 100, losses(9))).isEqualTo(1);
    assertThat(schedule.factor(55, 100, losses(9))).isCloseTo(0.51, within(1e-9));
    assertThat(schedule.factor(99, 100, losses(9))).isBetween(0.02, 0.021);
  }

  @Test
  void shouldDecayAfterEverySoManyEpochs() {
    Schedule schedule = Schedule.step(0.1, 2);

    assertThat(schedule.factor(5, 100, losses(9))).isEqualTo(1);
    assertThat(schedule.factor(5, 100, losses(9, 8))).isEqualTo(1);
    assertThat(schedule.factor(5, 100, losses(9, 8, 7))).isEqualTo(0.1);
    assertThat(schedule.factor(5, 100, losses(9, 8, 7, 6, 5))).isCloseTo(0.01, within(1e-12));
  }

  @Test
  void shouldDecayWhenTheHeldOutLossNoLongerImproves() {
    Schedule schedule = Schedule.plateau(0.5, 2);

    assertThat(schedule.factor(5, 100, losses(9, 8, 8.5))).isEqualTo(1);
    assertThat(schedule.factor(5, 100, losses(9, 8, 8.5, 8))).isEqualTo(0.5);
    assertThat(schedule.factor(5, 100, losses(9, 8, 8.5, 8, 7, 7, 7))).isEqualTo(0.25);
  }

  private static List<Epoch> losses(double... heldOut) {
    return IntStream.range(0, heldOut.length)
        .mapToObj(i -> new Epoch(i, Double.NaN, heldOut[i], 1, 0))
        .toList();
  }
}
