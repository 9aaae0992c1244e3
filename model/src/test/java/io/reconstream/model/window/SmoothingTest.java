/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SmoothingTest {
  private final Smoothing smoothing = new Smoothing(0.25, 0.5, List.of(1.0, 3.0));

  @Test
  void shouldStartAtTheFirstPartsAndMoveTowardsTheNext() {
    float[] state = {Float.NaN, Float.NaN};
    smoothing.update(state, new float[] {4, 1});
    assertThat(state).containsExactly(4, 1);
    smoothing.update(state, new float[] {8, 0});
    assertThat(state).containsExactly(5, 0.75f);
    smoothing.update(state, new float[] {Float.NaN, 0.75f});
    assertThat(state).containsExactly(5, 0.75f);
  }

  @Test
  void shouldScoreTheWeightedMeanOfLogarithms() {
    double expected = (Math.log(4.5) + 3 * Math.log(1.5)) / 4;
    assertThat(smoothing.score(new float[] {4, 1})).isCloseTo(expected, within(1e-12));
  }

  @Test
  void shouldRefuseWhatIsNoSmoothing() {
    for (double alpha : new double[] {0, 1.5, Double.NaN}) {
      assertThatThrownBy(() -> new Smoothing(alpha, 0.5, List.of(1.0)))
          .hasMessageStartingWith("smoothing has alpha %s, offset 0.5".formatted(alpha));
    }
    assertThatThrownBy(() -> new Smoothing(0.5, 0, List.of(1.0)))
        .hasMessageContaining("offset above 0");
    assertThatThrownBy(() -> new Smoothing(0.5, 1, List.of())).hasMessageContaining("weights []");
    assertThatThrownBy(() -> new Smoothing(0.5, 1, List.of(1.0, -1.0)))
        .hasMessageContaining("weights [1.0, -1.0]");
    assertThatThrownBy(() -> new Smoothing(0.5, 1, List.of(0.0)))
        .hasMessageContaining("weights of at least 0 and one above");
  }
}
