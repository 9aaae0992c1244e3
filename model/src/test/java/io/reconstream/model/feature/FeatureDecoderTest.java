/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reconstream.model.feature.TimestampFeature.Cycle;
import java.nio.FloatBuffer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureDecoderTest {
  private static final FieldPath FIELD = FieldPath.parse("f");

  @Test
  void shouldUndoTheEncoding() throws FeatureException {
    assertThat(roundTrip(new NumericFeature("x", FIELD, false), 1.5)).isEqualTo(1.5f);
    assertThat(roundTrip(new BooleanFeature("x", FIELD, false), true)).isEqualTo(true);
    CategoryFeature category = new CategoryFeature("x", FIELD, false, List.of("red", "blue"));
    assertThat(roundTrip(category, "blue")).isEqualTo("blue");
    assertThat(roundTrip(category, "green")).as("unseen").isNull();
  }

  @Test
  void shouldHaveNoValueWhereItIsMissing() {
    for (Feature feature :
        List.of(
            new NumericFeature("x", FIELD, false),
            new BooleanFeature("x", FIELD, false),
            new CategoryFeature("x", FIELD, false, List.of("red")),
            new TimestampFeature("x", FIELD, false, Cycle.HOUR_OF_DAY))) {
      assertThat(FeatureDecoder.value(feature, new float[] {Float.NaN, Float.NaN}, 0)).isNull();
    }
  }

  @Test
  void shouldTakeAnExpectedBooleanForTheNearerOne() {
    Feature feature = new BooleanFeature("x", FIELD, false);
    assertThat(FeatureDecoder.value(feature, new float[] {0.49f}, 0)).isEqualTo(false);
    assertThat(FeatureDecoder.value(feature, new float[] {0.51f}, 0)).isEqualTo(true);
  }

  @ParameterizedTest
  @CsvSource({
    "HOUR_OF_DAY, 2026-01-01T18:30:00Z, 18.5",
    "HOUR_OF_DAY, 2026-01-01T00:00:00Z, 0",
    "DAY_OF_WEEK, 2026-01-04T12:00:00Z, 6.5",
    "DAY_OF_YEAR, 1970-12-01T00:00:00Z, 334"
  })
  void shouldTellThePlaceInTheCycle(Cycle cycle, Instant moment, double place)
      throws FeatureException {
    Feature feature = new TimestampFeature("x", FIELD, false, cycle);
    assertThat((Double) roundTrip(feature, moment)).isCloseTo(place, within(1e-3));
  }

  private static Object roundTrip(Feature feature, Object value) throws FeatureException {
    float[] row = new float[1 + feature.columns().size()];
    FeatureEncoder.encode(feature, value, FloatBuffer.wrap(row), 1);
    return FeatureDecoder.value(feature, row, 1);
  }
}
