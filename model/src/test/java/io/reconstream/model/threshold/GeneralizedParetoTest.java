/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeneralizedParetoTest {

  @ParameterizedTest
  @ValueSource(doubles = {-0.3, -1e-3, 0, 1e-3, 0.2, 0.4})
  void shouldFindTheLawItsExcessesComeFrom(double shape) {
    GeneralizedPareto law = new GeneralizedPareto(shape, 2);
    Random random = new Random(1);
    double[] excesses =
        DoubleStream.generate(() -> law.excess(1 - random.nextDouble()))
            .limit(100_000)
            .sorted()
            .toArray();
    GeneralizedPareto fitted = GeneralizedPareto.fit(excesses).orElseThrow();
    assertThat(fitted.shape()).isCloseTo(shape, within(0.03));
    assertThat(fitted.scale()).isCloseTo(2, withinPercentage(3));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.9, -0.3, 0, 0.5, 0.9})
  void shouldInvertSurvival(double shape) {
    GeneralizedPareto law = new GeneralizedPareto(shape, 0.7);
    for (double survival = 1; survival > 1e-30; survival /= 3) {
      assertThat(law.survival(law.excess(survival))).isCloseTo(survival, withinPercentage(1e-6));
    }
  }

  @Test
  void shouldKnowTextbookValues() {
    assertThat(new GeneralizedPareto(0, 2).survival(2)).isCloseTo(Math.exp(-1), within(1e-12));
    assertThat(new GeneralizedPareto(0.5, 1).survival(2)).isCloseTo(0.25, within(1e-12));
    assertThat(new GeneralizedPareto(-0.5, 1).survival(1)).isCloseTo(0.25, within(1e-12));
  }

  @Test
  void shouldFindNoLawForExcessesThatAreAllAlike() {
    assertThat(GeneralizedPareto.fit(new double[100])).isEmpty();
    assertThat(GeneralizedPareto.fit(new double[0])).isEmpty();
  }

  @Test
  void shouldRefuseParametersOfNoLaw() {
    assertThatThrownBy(() -> new GeneralizedPareto(1, 1))
        .hasMessage(
            "generalised Pareto with shape 1.0, scale 1.0; expected shape in (-1, 1), scale above 0");
    assertThatThrownBy(() -> new GeneralizedPareto(0, Double.NaN))
        .hasMessageContaining("scale NaN");
  }
}
