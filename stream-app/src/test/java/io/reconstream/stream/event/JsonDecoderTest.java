/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.feature.FieldPath;
import io.reconstream.model.feature.NumericFeature;
import io.reconstream.stream.event.UndecodableException.Reason;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonDecoderTest {
  private final JsonDecoders decoders = new JsonDecoders();
  private final FloatBuffer row = FloatBuffer.allocate(1);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          x             | {"x": 1.5}                          | 1.5
          x             | {"ignored": [{"x": 2}], "x": 3}     | 3
          x             | {"x": null}                         | NaN
          x             | {"x": NaN}                          | NaN
          x             | {}                                  | NaN
          a.b[1].c      | {"a": {"b": [0, {"c": 4}, {}]}}     | 4
          a.b[1].c      | {"a": {"b": [0]}}                   | NaN
          a.b[1].c      | {"a": null}                         | NaN
          Flow__l_min_  | {"Flow [l/min]": 5}                 | 5
          """)
  void shouldReadFieldsByPath(String field, String event, float expected)
      throws UndecodableException {
    decode(field, event);
    assertThat(row.get(0)).isEqualTo(Float.valueOf(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          x   | {"x": "1.5"}          | WRONG_TYPE | feature 'f' found String '1.5' in field 'x', expected a number
          x   | {"x": true}           | WRONG_TYPE | feature 'f' found Boolean 'true' in field 'x', expected a number
          x   | {"x": [1]}            | WRONG_TYPE | feature 'f' found an array on the path 'x', expected a number
          x.y | {"x": 1}              | WRONG_TYPE | feature 'f' found a scalar on the path 'x.y', expected a number
          x   | {"x": 1e39}           | NOT_FINITE | feature 'f' found 1.0E39 in field 'x', expected a finite number within the float range
          x   | {"x": -Infinity}      | NOT_FINITE | feature 'f' found -Infinity in field 'x', expected a finite number within the float range
          x   | {"x": 1, "x": 2}      | MALFORMED  | the event is not JSON as expected at byte 14: the field 'x' occurs twice
          x   | {"x": 1               | MALFORMED  | the event is not JSON as expected at byte 7: Unexpected end-of-input
          x   | {"x": 1} {}           | MALFORMED  | the event is not JSON as expected at byte 9: it goes on after its end
          x   | [1]                   | MALFORMED  | the event is not JSON as expected at byte 0: it is no JSON object
          """)
  void shouldRefuseWithReasonAndMessage(String field, String event, Reason reason, String message) {
    assertThatThrownBy(() -> decode(field, event))
        .hasMessageStartingWith(message)
        .isInstanceOfSatisfying(
            UndecodableException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void shouldRefuseDeepNestingWithoutRecursion() {
    assertThatThrownBy(() -> decode("x", "{\"y\": " + "[".repeat(100_000)))
        .isInstanceOfSatisfying(
            UndecodableException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MALFORMED));
  }

  @Test
  void shouldReadTimeAndKey() throws UndecodableException {
    byte[] event = bytes("{\"at\": \"2026-01-02T03:04:05Z\", \"ms\": 1700000000000, \"key\": 42}");

    assertThat(decoders.eventTime(FieldPath.parse("at")).epochMillis(event))
        .isEqualTo(1_767_323_045_000L);
    assertThat(decoders.eventTime(FieldPath.parse("ms")).epochMillis(event))
        .isEqualTo(1_700_000_000_000L);
    assertThat(decoders.eventKey(FieldPath.parse("key")).key(event)).isEqualTo("42");
  }

  private void decode(String field, String event) throws UndecodableException {
    FeatureSpec spec =
        new FeatureSpec(List.of(new NumericFeature("f", FieldPath.parse(field), false)));
    decoders.decoder(spec).decode(bytes(event), row, 0);
  }

  private static byte[] bytes(String event) {
    return event.getBytes(StandardCharsets.UTF_8);
  }
}
