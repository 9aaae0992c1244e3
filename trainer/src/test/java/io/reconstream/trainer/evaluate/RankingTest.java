/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RankingTest {

  /** The example of scikit-learn's documentation: AUROC 0.75, average precision 0.8333. */
  @Test
  void shouldAgreeWithScikitLearnWithoutTies() {
    Ranking ranking = Ranking.of(new double[] {0.1, 0.4, 0.35, 0.8}, bits(2, 3));
    assertThat(ranking.auroc()).isEqualTo(0.75);
    assertThat(ranking.averagePrecision()).isCloseTo(5.0 / 6, within(1e-12));
  }

  /** Taken together, equal scores give one point: precision 2/4 at recall 2/3, then 3/6. */
  @Test
  void shouldCountEqualScoresTogether() {
    Ranking ranking = Ranking.of(new double[] {5, 5, 5, 5, 1, 0}, bits(0, 1, 5));
    assertThat(ranking.auroc()).isCloseTo((2 * (1 + 0.5 * 2)) / 9, within(1e-12));
    assertThat(ranking.averagePrecision()).isCloseTo(2.0 / 3 * 0.5 + 1.0 / 3 * 0.5, within(1e-12));
  }

  @Test
  void shouldBeOneWhenAllAnomaliesAreAbove() {
    assertThat(Ranking.of(new double[] {1, 2, 3, 9, 8}, bits(3, 4))).isEqualTo(new Ranking(1, 1));
  }

  @Test
  void shouldRefuseRowsOfOneKind() {
    assertThatThrownBy(() -> Ranking.of(new double[] {1, 2}, bits()))
        .hasMessage("0 anomalies and 2 normal rows, expected some of both");
  }

  @Property(tries = 200)
  void shouldEqualTheShareOfPairsInOrder(
      @ForAll @Size(min = 2, max = 40) List<@IntRange(min = 0, max = 6) Integer> scores,
      @ForAll @Size(40) List<Boolean> labels) {
    double[] values = scores.stream().mapToDouble(Integer::doubleValue).toArray();
    BitSet anomalous = new BitSet();
    IntStream.range(0, values.length).filter(labels::get).forEach(anomalous::set);
    int positives = anomalous.cardinality();
    Assume.that(positives > 0 && positives < values.length);
    double wins = 0;
    for (int a = 0; a < values.length; a++) {
      for (int n = 0; n < values.length; n++) {
        if (anomalous.get(a) && !anomalous.get(n)) {
          wins += values[a] > values[n] ? 1 : values[a] == values[n] ? 0.5 : 0;
        }
      }
    }
    double pairs = (double) positives * (values.length - positives);
    assertThat(Ranking.of(values, anomalous).auroc()).isCloseTo(wins / pairs, within(1e-12));
  }

  private static BitSet bits(int... indexes) {
    BitSet bits = new BitSet();
    IntStream.of(indexes).forEach(bits::set);
    return bits;
  }
}
