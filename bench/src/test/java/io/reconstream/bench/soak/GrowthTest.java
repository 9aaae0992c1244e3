/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;

class GrowthTest {
  private static final int LIFE_SECONDS = 300;

  @Test
  void shouldBeFlatWhenOnlyTheWarmUpGrows() {
    Growth growth = growth(3, (life, second) -> Math.min(100, second));

    assertThat(growth.level()).isCloseTo(100, within(1e-9));
    assertThat(growth.withinLife()).isCloseTo(0, within(1e-9));
    assertThat(growth.isFlat()).isTrue();
  }

  @Test
  void shouldSeeALeakThatEachRestartMends() {
    Growth growth = growth(3, (life, second) -> 200 + 0.5 * second);

    assertThat(growth.withinLife()).as("half a megabyte a second").isCloseTo(100, within(1e-6));
    assertThat(growth.overLives()).isCloseTo(0, within(1e-9));
    assertThat(growth.isFlat()).isFalse();
  }

  @Test
  void shouldSeeWhatGrowsFromLifeToLife() {
    Growth growth = growth(4, (life, second) -> 200 + 30 * life);

    assertThat(growth.withinLife()).isCloseTo(0, within(1e-9));
    assertThat(growth.overLives()).isCloseTo(90, within(1e-9));
    assertThat(growth.isFlat()).isFalse();
  }

  @Test
  void shouldTolerateATenthOfTheLevelAndNoLessThanTheSmallestStep() {
    assertThat(growth(2, (life, second) -> 500).tolerated()).isEqualTo(50);
    assertThat(growth(2, (life, second) -> 20).tolerated()).isEqualTo(16);
  }

  @Test
  void shouldSayThatThereIsNothingToJudge() {
    assertThatThrownBy(() -> Growth.of("heap", List.of(), SoakSample::heapMegabytes, 1))
        .hasMessageContaining("no life was sampled");
  }

  private static Growth growth(int lives, DoubleBinaryOperator heap) {
    List<SoakSample> samples = new ArrayList<>();
    for (int life = 0; life < lives; life++) {
      for (int second = 0; second <= LIFE_SECONDS; second += 10) {
        samples.add(
            new SoakSample(
                life,
                life * LIFE_SECONDS + second,
                second,
                heap.applyAsDouble(life, second),
                0,
                0,
                0,
                0));
      }
    }
    return Growth.of("heap", samples, SoakSample::heapMegabytes, 16);
  }
}
