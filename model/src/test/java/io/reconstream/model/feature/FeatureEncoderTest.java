/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reconstream.model.feature.FeatureException.Reason;
import io.reconstream.model.feature.TimestampFeature.Cycle;
import java.math.BigDecimal;
import java.nio.FloatBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureEncoderTest {
  private static final FieldPath FIELD = FieldPath.parse("f");
  private static final Feature NUMBER = new NumericFeature("x", FIELD, false);
  private static final Feature BOOLEAN = new BooleanFeature("x", FIELD, false);
  private static final Feature CATEGORY =
      new CategoryFeature("x", FIELD, false, List.of("red", "7", "true"));

  private static Feature hour(Cycle cycle) {
    return new TimestampFeature("x", FIELD, false, cycle);
  }

  private static float[] row(Feature feature, Object value) throws FeatureException {
    FeatureSpec spec = new FeatureSpec(List.of(feature));
    FloatBuffer row = FloatBuffer.allocate(spec.width() + 2);
    row.put(0, -1).put(spec.width() + 1, -1);
    new FeatureEncoder(spec).encode(path -> path.equals(FIELD) ? value : null, row, 1);
    assertThat(row.get(0)).as("before the row").isEqualTo(-1);
    assertThat(row.get(spec.width() + 1)).as("after the row").isEqualTo(-1);
    float[] encoded = new float[spec.width()];
    row.get(1, encoded);
    return encoded;
  }

  private static void assertRefused(Feature feature, Object value, Reason reason, String message) {
    assertThatThrownBy(() -> row(feature, value))
        .isInstanceOfSatisfying(
            FeatureException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessage(message);
  }

  @Test
  void shouldTakeNumbersAsTheyAre() throws FeatureException {
    assertThat(row(NUMBER, 1.5)).containsExactly(1.5f);
    assertThat(row(NUMBER, 7)).containsExactly(7);
    assertThat(row(NUMBER, 1L << 40)).containsExactly(0x1p40f);
    assertThat(row(NUMBER, new BigDecimal("2.25"))).containsExactly(2.25f);
    assertThat(row(NUMBER, Double.NaN)).containsExactly(Float.NaN);
  }

  @Test
  void shouldRefuseNumbersThatNoFloatHolds() {
    assertRefused(
        NUMBER,
        1e300,
        Reason.NOT_FINITE,
        "feature 'x' found 1.0E300 in field 'f', expected a finite number within the float range");
    assertRefused(
        NUMBER,
        Double.NEGATIVE_INFINITY,
        Reason.NOT_FINITE,
        "feature 'x' found -Infinity in field 'f', expected a finite number within the float range");
  }

  @Test
  void shouldEncodeBooleansAndLevels() throws FeatureException {
    assertThat(row(BOOLEAN, true)).containsExactly(1);
    assertThat(row(BOOLEAN, false)).containsExactly(0);
    assertThat(row(CATEGORY, "red")).containsExactly(0);
    assertThat(row(CATEGORY, 7)).containsExactly(1);
    assertThat(row(CATEGORY, true)).containsExactly(2);
    assertThat(row(CATEGORY, "blue")).containsExactly(3);
  }

  @ParameterizedTest
  @CsvSource({
    "HOUR_OF_DAY, 1970-01-01T06:00:00Z, 1, 0",
    "HOUR_OF_DAY, 1969-12-31T12:00:00Z, 0, -1",
    "DAY_OF_WEEK, 2026-11-16T00:00:00Z, 0, 1",
    "DAY_OF_WEEK, 2026-11-19T12:00:00Z, 0, -1",
    "DAY_OF_YEAR, 1970-01-01T00:00:00Z, 0, 1"
  })
  void shouldEncodeThePlaceInTheCycle(Cycle cycle, Instant instant, float sin, float cos)
      throws FeatureException {
    float[] row = row(hour(cycle), instant);
    assertThat(row[0]).isCloseTo(sin, within(1e-6f));
    assertThat(row[1]).isCloseTo(cos, within(1e-6f));
    assertThat(row(hour(cycle), instant.toEpochMilli())).isEqualTo(row);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2020-03-09T10:14:33Z",
        "2020-03-09 10:14:33",
        " 2020-03-09T12:14:33+02:00",
        "2020-03-09T05:14:33.000-05:00"
      })
  void shouldReadDatesAsUtcUnlessTheySayOtherwise(String text) throws FeatureException {
    assertThat(row(hour(Cycle.HOUR_OF_DAY), text))
        .isEqualTo(row(hour(Cycle.HOUR_OF_DAY), Instant.parse("2020-03-09T10:14:33Z")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "2020-13-01T00:00:00", "+999999999-12-31T23:59:59Z"})
  void shouldRefuseTextsThatAreNoDates(String text) {
    assertRefused(
        hour(Cycle.HOUR_OF_DAY),
        text,
        Reason.WRONG_TYPE,
        "feature 'x' found String '%s' in field 'f', expected an ISO-8601 date and time"
            .formatted(text));
  }

  @Test
  void shouldRefuseValuesOfAnotherType() {
    assertRefused(
        NUMBER,
        "7",
        Reason.WRONG_TYPE,
        "feature 'x' found String '7' in field 'f', expected a number");
    assertRefused(
        BOOLEAN,
        1,
        Reason.WRONG_TYPE,
        "feature 'x' found Integer '1' in field 'f', expected a boolean");
    assertRefused(
        CATEGORY,
        new ArrayList<>(List.of("red")),
        Reason.WRONG_TYPE,
        "feature 'x' found ArrayList '[red]' in field 'f', expected a text, a number or a boolean");
    assertRefused(
        hour(Cycle.HOUR_OF_DAY),
        1.5,
        Reason.WRONG_TYPE,
        "feature 'x' found Double '1.5' in field 'f', expected a timestamp");
  }

  @Test
  void shouldQuoteOnlyTheBeginningOfLongTexts() {
    assertRefused(
        NUMBER,
        "x".repeat(1_000_000),
        Reason.WRONG_TYPE,
        "feature 'x' found String '%s...' in field 'f', expected a number"
            .formatted("x".repeat(100)));
  }

  @Test
  void shouldMarkMissingValuesInEveryColumn() throws FeatureException {
    assertThat(row(NUMBER, null)).containsExactly(Float.NaN);
    assertThat(row(CATEGORY, null)).containsExactly(Float.NaN);
    assertThat(row(hour(Cycle.HOUR_OF_DAY), null)).containsExactly(Float.NaN, Float.NaN);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldRefuseRecordsWithoutARequiredValue(boolean absent) {
    assertRefused(
        new NumericFeature("x", FIELD, true),
        absent ? null : Float.NaN,
        Reason.MISSING_REQUIRED,
        "feature 'x' has no value in field 'f', but is required");
  }
}
