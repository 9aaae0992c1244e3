/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThresholdMethodTest {
  private static final HeldOutScores TO_THOUSAND =
      HeldOutScores.unlabelled(IntStream.rangeClosed(1, 1000).asDoubleStream().toArray());

  @Test
  void shouldMeetTheBudgetByTheFittedTail() {
    Threshold threshold = new ThresholdMethod.Budget(0.01).choose(TO_THOUSAND);
    assertThat(threshold.method()).isEqualTo("budget");
    assertThat(threshold.budget()).isEqualTo(0.01);
    assertThat(threshold.value()).isCloseTo(990, within(5.0));
  }

  @Test
  void shouldLetTheShareOfHeldOutScoresPassTheQuantile() {
    Threshold threshold = new ThresholdMethod.Quantile(0.01).choose(TO_THOUSAND);
    assertThat(threshold).isEqualTo(new Threshold(990, "quantile", 0.01));
    assertThat(new ThresholdMethod.Quantile(1e-9).choose(TO_THOUSAND).value()).isEqualTo(1000);
  }

  @Test
  void shouldAddDeviationsToTheMean() {
    HeldOutScores held = HeldOutScores.unlabelled(2, 4, 4, 4, 5, 5, 7, 9);
    Threshold threshold = new ThresholdMethod.MeanDeviation(3).choose(held);
    assertThat(threshold).isEqualTo(new Threshold(11, "mean_sd", Double.NaN));
  }

  @Test
  void shouldNotLetOneOutlierMoveTheMedian() {
    HeldOutScores held = HeldOutScores.unlabelled(1, 1, 2, 2, 4, 6, 9e9);
    Threshold threshold = new ThresholdMethod.MedianDeviation(2).choose(held);
    assertThat(threshold.method()).isEqualTo("mad");
    assertThat(threshold.value()).isCloseTo(2 + 2 * 1.4826, within(1e-9));
    HeldOutScores even = HeldOutScores.unlabelled(1, 2, 3, 4);
    assertThat(new ThresholdMethod.MedianDeviation(1).choose(even).value())
        .isCloseTo(2.5 + 1.4826, within(1e-9));
  }

  @Test
  void shouldSeparateLabelledRowsWithTheBestF1() {
    HeldOutScores separable =
        new HeldOutScores(
            new double[] {1, 9, 2, 8, 3}, new boolean[] {false, true, false, true, false});
    assertThat(new ThresholdMethod.BestF1().choose(separable))
        .isEqualTo(new Threshold(5.5, "best_f1", Double.NaN));
  }

  @Test
  void shouldTakeTiedScoresTogether() {
    HeldOutScores tied =
        new HeldOutScores(
            new double[] {1, 5, 5, 5, 9}, new boolean[] {false, true, false, true, true});
    // above 3: 3 found of 3, 4 taken: F1 6/7; above 7: F1 1/2; all: 6/8
    assertThat(new ThresholdMethod.BestF1().choose(tied).value()).isEqualTo(3);
    HeldOutScores all = new HeldOutScores(new double[] {1, 1}, new boolean[] {true, true});
    assertThat(new ThresholdMethod.BestF1().choose(all).value()).isLessThan(1);
  }

  @Test
  void shouldRefuseBestF1WithoutLabels() {
    String message = "best_f1 needs held-out rows that are labelled as anomalies, found none";
    assertThatThrownBy(() -> new ThresholdMethod.BestF1().choose(TO_THOUSAND)).hasMessage(message);
    HeldOutScores normal = new HeldOutScores(new double[] {1}, new boolean[] {false});
    assertThatThrownBy(() -> new ThresholdMethod.BestF1().choose(normal)).hasMessage(message);
  }

  @Test
  void shouldRefuseScoresThatCannotBeHeldOut() {
    assertThatThrownBy(HeldOutScores::unlabelled)
        .hasMessage("no held-out scores, expected at least one");
    assertThatThrownBy(() -> HeldOutScores.unlabelled(1, Double.NaN))
        .hasMessage("a held-out score is NaN, expected a finite number");
    assertThatThrownBy(() -> new HeldOutScores(new double[] {1}, new boolean[2]))
        .hasMessage("2 labels for 1 scores, expected one each");
  }

  @Test
  void shouldRefuseThresholdThatIsNotFinite() {
    assertThatThrownBy(() -> new Threshold(Double.NaN, "budget", 0.1))
        .hasMessage("threshold is NaN, expected a finite number");
  }
}
