/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reconstream.trainer.config.ThresholdConfig;
import io.reconstream.trainer.config.ThresholdConfig.Method;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CalibrationTest {

  @Test
  void shouldKeepTheBudgetOnFreshRows() {
    Calibration calibration =
        Calibration.of(normal(1, 20_000), Optional.empty(), config(Method.BUDGET, 0.01), false);
    double threshold = calibration.threshold().value();
    double[] fresh = normal(2, 100_000);
    long above = Arrays.stream(fresh).filter(score -> score > threshold).count();
    assertThat(above / 100_000.0).isCloseTo(0.01, within(0.0015));
    assertThat(calibration.notes()).isEmpty();
  }

  @Test
  void shouldChooseByEveryMethod() {
    double[] scores = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    BitSet anomalous = new BitSet();
    anomalous.set(8, 10);
    assertThat(
            Calibration.of(scores, Optional.empty(), config(Method.QUANTILE, 0.2), false)
                .threshold())
        .returns(8.0, threshold -> threshold.value())
        .returns("quantile", threshold -> threshold.method());
    assertThat(value(scores, Method.MEAN_SD)).isCloseTo(5.5 + 3 * Math.sqrt(8.25), within(1e-9));
    assertThat(value(scores, Method.MAD)).isCloseTo(5.5 + 3 * 1.4826 * 2.5, within(1e-9));
    assertThat(
            Calibration.of(scores, Optional.of(anomalous), config(Method.BEST_F1, 0.1), false)
                .threshold()
                .value())
        .isEqualTo(8.5);
  }

  @Test
  void shouldKeepAMarginWhereAFewSmoothedScoresCannotTellTheBudget() {
    double[] few = normal(1, 80);
    double highest = Arrays.stream(few).max().orElseThrow();

    assertThat(smoothed(few, 0.001)).isEqualTo(highest + 0.5);
    assertThat(value(few, Method.BUDGET)).isLessThan(highest);
    assertThat(smoothed(few, 0.1)).isEqualTo(value(few, Method.BUDGET));
    double[] many = normal(1, 5000);
    assertThat(smoothed(many, 0.1)).isEqualTo(value(many, Method.BUDGET));
  }

  private static double smoothed(double[] scores, double rate) {
    return Calibration.of(scores, Optional.empty(), config(Method.BUDGET, rate), true)
        .threshold()
        .value();
  }

  @Test
  void shouldRefuseBestF1WithoutAnomalies() {
    assertThatThrownBy(
            () ->
                Calibration.of(
                    new double[] {1, 2},
                    Optional.of(new BitSet()),
                    config(Method.BEST_F1, 0.1),
                    false))
        .hasMessage(
            "threshold.method is 'best_f1', but none of the 2 calibration rows is labelled as an anomaly; expected some, or another method");
  }

  @Test
  void shouldSayWhatMakesAThresholdUnsure() {
    BitSet anomalous = new BitSet();
    anomalous.set(0, 30);
    assertThat(
            Calibration.of(
                    normal(1, 1000), Optional.of(anomalous), config(Method.BUDGET, 0.001), false)
                .notes())
        .containsExactly(
            "1000 calibration rows are few for threshold.rate 0.001: about 1.0 of them are above the threshold; 100000 rows would keep realised rates within a quarter of it",
            "30 of 1000 calibration rows are labelled as anomalies, more than threshold.rate 0.001: they raise the threshold; data.train_on: normal leaves them out");
  }

  private static double value(double[] scores, Method method) {
    return Calibration.of(scores, Optional.empty(), config(method, 0.1), false).threshold().value();
  }

  private static ThresholdConfig config(Method method, double rate) {
    return new ThresholdConfig(method, rate, 3, 0.1);
  }

  private static double[] normal(long seed, int count) {
    Random random = new Random(seed);
    return random.doubles(count).map(any -> Math.exp(random.nextGaussian())).toArray();
  }
}
