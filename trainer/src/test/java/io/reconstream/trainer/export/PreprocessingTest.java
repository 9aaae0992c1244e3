/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reconstream.model.feature.CategoryFeature;
import io.reconstream.model.feature.Feature;
import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.feature.FieldPath;
import io.reconstream.model.feature.NumericFeature;
import io.reconstream.trainer.config.Scaler;
import io.reconstream.trainer.dataset.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PreprocessingTest {
  private static final FeatureSpec TWO =
      new FeatureSpec(
          List.of(
              new NumericFeature("a", FieldPath.parse("a"), false),
              new NumericFeature("b", FieldPath.parse("b"), false)));

  @Test
  void shouldGiveAConstantColumnScaleOne() {
    Preprocessing fitted = fit(TWO, Scaling.STANDARD, new float[][] {{1, 7}, {3, 7}});

    assertThat(standardised(fitted, 5, 9)).containsExactly(3, 2);
  }

  @Test
  void shouldScaleBalancedByTheRootOfDeviationTimesRange() {
    float[][] rows = {{-1, -1}, {1, -1}, {-1, -1}, {1, 3}};
    Preprocessing fitted = fit(TWO, Scaling.BALANCED, rows);

    // a: deviation 1, range 2; b: mean 0, deviation √3, range 4
    double a = Math.sqrt(2);
    double b = Math.sqrt(4 * Math.sqrt(3));
    double norm = Math.sqrt(a * (b / Math.sqrt(3)));
    float[] standardised = standardised(fitted, 1, 1);
    assertThat((double) standardised[0]).isCloseTo(norm / a, within(1e-6));
    assertThat((double) standardised[1]).isCloseTo(norm / b, within(1e-6));
  }

  @Test
  void shouldClipMinMaxAtFourRanges() {
    Preprocessing fitted = fit(TWO, Scaling.MIN_MAX, new float[][] {{0, 0}, {2, 10}});

    assertThat(standardised(fitted, 1, 100)).containsExactly(0.5f, 4);
    assertThat(standardised(fitted, -100, 5)).containsExactly(-4, 0.5f);
  }

  @Test
  void shouldGiveColumnsOfOneKindOneScaleAndASize() {
    FeatureSpec pixels = pixels(16);
    float[][] rows = new float[2][16];
    Arrays.fill(rows[1], 2); // every pixel: mean 1, deviation 1
    rows[1][15] = 0; // but for a constant one, deviation 0
    Preprocessing fitted = fit(pixels, Scaling.BY_DATA, rows);

    double scale = Math.sqrt(15.0 / 16);
    float[] standardised = standardised(fitted, rows[1]);
    assertThat((double) standardised[0]).isCloseTo(1 / scale, within(1e-6));
    assertThat(standardised[15]).isZero();
    double meanSquare = 15 * 4 / (scale * scale) / 16;
    Magnitude magnitude = fitted.magnitude().orElseThrow();
    assertThat(magnitude.of(standardised))
        .isCloseTo(Math.sqrt(meanSquare + 0.02 * meanSquare / 2), within(1e-5));
    assertThat(magnitude.of(standardised(fitted, rows[0])))
        .isCloseTo(Math.sqrt(0.02 * meanSquare / 2), within(1e-5));
  }

  @Test
  void shouldBalanceColumnsThatAreFewOrOfDifferentSizes() {
    float[][] few = {{0, 0}, {1, 1}};
    assertThat(fit(TWO, Scaling.BY_DATA, few).magnitude()).isEmpty();

    float[][] different = new float[2][16];
    for (int d = 0; d < 16; d++) {
      different[1][d] = d;
    }
    assertThat(fit(pixels(16), Scaling.BY_DATA, different).magnitude()).isEmpty();
  }

  private static FeatureSpec pixels(int count) {
    return new FeatureSpec(
        IntStream.range(0, count)
            .<Feature>mapToObj(i -> new NumericFeature("p" + i, FieldPath.parse("p" + i), true))
            .toList());
  }

  @Test
  void shouldNotLetOutliersScaleRobustly() {
    float[][] rows = new float[101][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new float[] {i, i == 100 ? 1e6f : i};
    }
    float[] standardised = standardised(fit(TWO, Scaling.ROBUST, rows), 75, 75);

    assertThat((double) standardised[0]).isCloseTo(1.349 / 2, within(1e-3));
    assertThat(standardised[1]).isEqualTo(standardised[0]);
  }

  @Test
  void shouldImputeAndFlagWhatIsMissing() {
    Preprocessing fitted =
        fit(TWO, Scaling.STANDARD, new float[][] {{1, 5}, {3, Float.NaN}, {5, 7}});

    assertThat(fitted.inputWidth()).isEqualTo(3);
    assertThat(standardised(fitted, 3, Float.NaN)).containsExactly(0, 0, 1);
    assertThat(standardised(fitted, Float.NaN, 6)).containsExactly(0, 0, 0);
  }

  @Test
  void shouldGiveEachLevelAUnitAndOneToUnseenLevels() {
    FeatureSpec spec =
        new FeatureSpec(
            List.of(
                new CategoryFeature("mode", FieldPath.parse("mode"), true, List.of("on", "off"))));
    Preprocessing fitted = fit(spec, Scaling.MIN_MAX, new float[][] {{0}, {1}});

    assertThat(standardised(fitted, 0)).containsExactly(1, 0, 0);
    // a network that met no unseen level reads none, but is told of it by the error
    assertThat(standardised(fitted, 2)).containsExactly(0, 0, 0);
    // both levels vary by a quarter; none of two rows was unseen: p is 1 / 4, the odds against it 3
    assertThat(corrected(fitted, 2)).containsExactly(0, 0, (float) -Math.sqrt(3 * 0.5));
    assertThat(corrected(fitted, 1)).containsExactly(0, 0, 0);
  }

  @Test
  void shouldTakeAMissingCategoryForNoLevelAndNotForAnUnseenOne() {
    FeatureSpec spec =
        new FeatureSpec(
            List.of(
                new CategoryFeature("mode", FieldPath.parse("mode"), false, List.of("on", "off"))));
    Preprocessing fitted = fit(spec, Scaling.MIN_MAX, new float[][] {{0}, {1}, {Float.NaN}});

    assertThat(standardised(fitted, Float.NaN)).containsExactly(0, 0, 0, 1);
    assertThat(corrected(fitted, Float.NaN)).containsExactly(0, 0, 0);
    assertThat(corrected(fitted, 2)[2]).isNegative();
  }

  @Test
  void shouldScaleEveryColumnAsItsTailsAsk() {
    Random random = new Random(3);
    float[][] rows = new float[5000][];
    for (int i = 0; i < rows.length; i++) {
      double normal = random.nextGaussian();
      rows[i] =
          new float[] {
            (float) normal,
            (float) Math.exp(2 * normal), // a long tail
            (float) (i % 100 == 0 ? 30 * normal : normal), // a few outliers
            i % 5 == 0 ? (float) Math.exp(2 * normal) : 0, // mostly nothing, else a long tail
            (float)
                (Math.signum(normal)
                    * Math.exp(
                        Math.min(
                            80, Math.exp(1.1 * Math.abs(normal))))), // tails beyond any logarithm
            i % 50 == 0 ? 1 : 0 // a flag
          };
    }
    List<Scaler> chosen = new ArrayList<>();
    for (int column = 0; column < 6; column++) {
      float[] values = new float[rows.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = rows[i][column];
      }
      Arrays.sort(values);
      chosen.add(Tails.scaler(values));
    }

    assertThat(chosen)
        .containsExactly(
            Scaler.STANDARD,
            Scaler.LOG,
            Scaler.ROBUST,
            Scaler.LOG,
            Scaler.QUANTILE,
            Scaler.STANDARD);
  }

  @ParameterizedTest
  @EnumSource(
      value = Scaler.class,
      names = {"LOG", "QUANTILE"})
  void shouldBendAndBendBack(Scaler scaler) {
    float[] sorted = new float[999];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = (float) Math.exp(i / 50.0);
    }
    Curve curve = scaler == Scaler.LOG ? Curve.Log.of(sorted) : Curve.Steps.of(sorted);

    float before = Float.NEGATIVE_INFINITY;
    for (float value : new float[] {-1e9f, -3, 0, 1.5f, 20, 2e4f, 4e8f, 1e12f}) {
      float curved = curve.of(value);
      assertThat(curved).isGreaterThan(before);
      assertThat((double) curve.inverse(curved))
          .isCloseTo(value, within(1 + 1e-3 * Math.abs(value)));
      before = curved;
    }
    assertThat(Math.abs(curve.of(sorted[sorted.length - 1]))).isLessThan(25);
  }

  private static float[] corrected(Preprocessing fitted, float... row) {
    float[] residual = new float[fitted.units()];
    fitted.correct(row, 0, residual, 0);
    return residual;
  }

  private static float[] standardised(Preprocessing fitted, float... row) {
    float[] target = new float[fitted.inputWidth()];
    fitted.standardise(row, 0, target, 0);
    return target;
  }

  private static Preprocessing fit(FeatureSpec spec, Scaling scaling, float[][] values) {
    return Preprocessing.fit(
        spec,
        new Rows() {
          @Override
          public long count() {
            return values.length;
          }

          @Override
          public int width() {
            return values[0].length;
          }

          @Override
          public void copy(long row, float[] target, int offset) {
            System.arraycopy(values[(int) row], 0, target, offset, values[0].length);
          }
        },
        scaling);
  }
}
