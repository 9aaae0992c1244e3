/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScoreDistributionTest {
  enum Source {
    NORMAL,
    LOGNORMAL,
    /** Student's t with four degrees of freedom: heavier than reconstruction errors are. */
    STUDENT,
    UNIFORM;

    double draw(Random random) {
      return switch (this) {
        case NORMAL -> random.nextGaussian();
        case LOGNORMAL -> Math.exp(0.5 * random.nextGaussian());
        case STUDENT -> {
          double chiSquare = 0;
          for (int i = 0; i < 4; i++) {
            double z = random.nextGaussian();
            chiSquare += z * z;
          }
          yield random.nextGaussian() / Math.sqrt(chiSquare / 4);
        }
        case UNIFORM -> random.nextDouble();
      };
    }
  }

  private static double[] sample(Source source, int count, long seed) {
    Random random = new Random(seed);
    return DoubleStream.generate(() -> source.draw(random)).limit(count).toArray();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNIFORM")
  void shouldHoldTheBudgetOnFreshScores(Source source) {
    double[] fresh = sample(source, 500_000, 1_000);
    Arrays.sort(fresh);
    for (double budget : new double[] {0.01, 0.001}) {
      double sum = 0;
      for (int seed = 0; seed < 20; seed++) {
        double threshold = ScoreDistribution.fit(sample(source, 20_000, seed)).threshold(budget);
        int above = fresh.length - insertionPoint(fresh, threshold);
        double ofBudget = above / (budget * fresh.length);
        // 20,000 scores hold 20 beyond a budget of 0.1 %: three of their standard deviations
        assertThat(ofBudget)
            .as("share of budget %s, seed %d", budget, seed)
            .isCloseTo(1, within(budget < 0.01 ? 0.67 : 0.25));
        sum += ofBudget;
      }
      assertThat(sum / 20).as("mean share of budget %s", budget).isCloseTo(1, within(0.1));
    }
  }

  private static int insertionPoint(double[] sorted, double key) {
    int index = Arrays.binarySearch(sorted, key);
    return index < 0 ? -index - 1 : index + 1;
  }

  @Property(tries = 200)
  void shouldInvertPValues(
      @ForAll @IntRange(min = 1, max = 3_000) int count,
      @ForAll Source source,
      @ForAll @DoubleRange(min = -12, max = 0) double exponent) {
    ScoreDistribution distribution = ScoreDistribution.fit(sample(source, count, count));
    double rate = Math.pow(10, exponent);
    double rarest = distribution.tail() == null ? 1.0 / (count + 1) : 0;
    Assume.that(rate >= rarest && rate <= count / (count + 1.0));
    assertThat(distribution.pValue(distribution.threshold(rate)))
        .isCloseTo(rate, withinPercentage(1e-4));
  }

  @Property(tries = 200)
  void shouldNeverRiseWithTheScore(
      @ForAll @Size(min = 1, max = 600) double[] scores, @ForAll double one, @ForAll double other) {
    ScoreDistribution distribution = ScoreDistribution.fit(scores);
    double low = distribution.pValue(Math.min(one, other));
    double high = distribution.pValue(Math.max(one, other));
    assertThat(low).isBetween(Double.MIN_NORMAL, 1.0);
    assertThat(high).isBetween(Double.MIN_NORMAL, low);
  }

  @Property(tries = 100)
  void shouldRiseWithRarerRates(
      @ForAll @Size(min = 1, max = 600) double[] scores,
      @ForAll @DoubleRange(min = -300, max = -0.31) double exponent) {
    ScoreDistribution distribution = ScoreDistribution.fit(scores);
    double rate = Math.pow(10, exponent);
    assertThat(distribution.threshold(rate))
        .isFinite()
        .isGreaterThanOrEqualTo(distribution.threshold(2 * rate));
  }

  @Test
  void shouldGoOnBeyondTheEndOfBoundedScores() {
    // means of two uniform numbers; a uniform's own shape of -1 is where fits end
    double[] scores = sample(Source.UNIFORM, 20_000, 1);
    double[] others = sample(Source.UNIFORM, 20_000, 2);
    Arrays.setAll(scores, i -> (scores[i] + others[i]) / 2);
    ScoreDistribution distribution = ScoreDistribution.fit(scores);
    assertThat(distribution.tail().shape()).isNegative();
    double last = 1;
    for (double score = 0.9; score < 1.01; score += 0.001) {
      double p = distribution.pValue(score);
      assertThat(p).isPositive().isLessThan(last);
      last = p;
    }
    assertThat(distribution.pValue(1e30)).isPositive();
  }

  @Test
  void shouldBeContinuousWhereTheTailBegins() {
    ScoreDistribution distribution = ScoreDistribution.fit(sample(Source.LOGNORMAL, 5_000, 1));
    double from = distribution.tail().from();
    assertThat(distribution.pValue(Math.nextDown(from)))
        .isCloseTo(distribution.pValue(from), withinPercentage(1e-6));
    assertThat(distribution.pValue(from))
        .isCloseTo(distribution.tail().exceedance(), within(1e-12));
  }

  @Test
  void shouldStayEmpiricalForFewScores() {
    ScoreDistribution distribution = ScoreDistribution.fit(new double[] {3, 1, 2});
    assertThat(distribution.tail()).isNull();
    assertThat(distribution.pValue(0.5)).isEqualTo(1);
    assertThat(distribution.pValue(2)).isEqualTo(0.5);
    assertThat(distribution.pValue(1e9)).isEqualTo(0.25);
    assertThat(distribution.threshold(1e-9)).isEqualTo(3);
  }

  @Test
  void shouldStayEmpiricalForConstantScores() {
    ScoreDistribution distribution = ScoreDistribution.fit(new double[10_000]);
    assertThat(distribution.tail()).isNull();
    assertThat(distribution.pValue(0)).isCloseTo(1e-4, withinPercentage(1));
    assertThat(distribution.pValue(1)).isCloseTo(1e-4, withinPercentage(1));
    assertThat(distribution.threshold(0.01)).isZero();
  }

  @Test
  void shouldStaySmallHoweverManyScores() {
    ScoreDistribution distribution = ScoreDistribution.fit(sample(Source.NORMAL, 1_000_000, 1));
    assertThat(distribution.quantiles()).hasSizeLessThan(600);
    assertThat(distribution.threshold(0.5)).isCloseTo(0, within(0.01));
    assertThat(distribution.threshold(0.01)).isCloseTo(2.3263, within(0.02));
    assertThat(distribution.threshold(0.0001)).isCloseTo(3.719, within(0.1));
  }

  @Test
  void shouldGiveNaNNoSurprise() {
    assertThat(ScoreDistribution.fit(new double[] {1, 2}).pValue(Double.NaN)).isEqualTo(1);
  }

  @Test
  void shouldRefuseScoresThatAreNotFinite() {
    assertThatThrownBy(() -> ScoreDistribution.fit(new double[] {1, Double.NaN}))
        .hasMessage("a score is NaN, expected finite scores to fit a distribution to");
    assertThatThrownBy(() -> ScoreDistribution.fit(new double[] {Double.NEGATIVE_INFINITY, 2}))
        .hasMessageContaining("-Infinity");
    assertThatThrownBy(() -> ScoreDistribution.fit(new double[0]))
        .hasMessage("no scores to fit a distribution to, expected at least 1");
  }

  @Test
  void shouldRefuseRatesOutOfRange() {
    ScoreDistribution distribution = ScoreDistribution.fit(new double[] {1, 2});
    for (double rate : new double[] {0, 1, -1, Double.NaN}) {
      assertThatThrownBy(() -> distribution.threshold(rate))
          .hasMessage(
              "false-alarm rate is %s, expected between 0 and 1 (exclusive)".formatted(rate));
    }
  }
}
