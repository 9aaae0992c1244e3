/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureSpecTest {
  private static final FeatureSpec SPEC =
      new FeatureSpec(
          List.of(
              new NumericFeature("pressure", FieldPath.parse("sensors[1].bar"), true),
              new BooleanFeature("open", FieldPath.parse("valve.open"), false),
              new CategoryFeature("mode", FieldPath.parse("mode"), false, List.of("idle", "run")),
              new TimestampFeature(
                  "hour", FieldPath.parse("at"), true, TimestampFeature.Cycle.HOUR_OF_DAY)));

  private static final String JSON =
      """
      {"features":[\
      {"type":"numeric","name":"pressure","field":"sensors[1].bar","required":true},\
      {"type":"boolean","name":"open","field":"valve.open","required":false},\
      {"type":"category","name":"mode","field":"mode","required":false,"levels":["idle","run"]},\
      {"type":"timestamp","name":"hour","field":"at","required":true,"cycle":"HOUR_OF_DAY"}]}""";

  private final ObjectMapper mapper = new ObjectMapper();

  @Test
  void shouldWriteEveryTypeAsJson() throws Exception {
    assertThat(mapper.readTree(mapper.writeValueAsString(SPEC))).isEqualTo(mapper.readTree(JSON));
  }

  @Test
  void shouldReadEveryTypeFromJson() throws Exception {
    assertThat(mapper.readValue(JSON, FeatureSpec.class)).isEqualTo(SPEC);
  }

  @Test
  void shouldNameColumnsInOrder() {
    assertThat(SPEC.columns()).containsExactly("pressure", "open", "mode", "hour_sin", "hour_cos");
    assertThat(SPEC.width()).isEqualTo(5);
  }

  @Test
  void shouldRefuseSpecWithoutFeatures() {
    assertThatThrownBy(() -> new FeatureSpec(List.of()))
        .hasMessage("a feature spec has no features, expected at least one");
  }

  @Test
  void shouldRefuseTwoFeaturesForOneColumn() {
    FieldPath field = FieldPath.parse("x");
    assertThatThrownBy(
            () ->
                new FeatureSpec(
                    List.of(
                        new NumericFeature("hour_sin", field, false),
                        new TimestampFeature(
                            "hour", field, false, TimestampFeature.Cycle.DAY_OF_WEEK))))
        .hasMessage("two features fill the column 'hour_sin', expected unique names");
  }

  @Test
  void shouldRefuseLevelListedTwice() {
    assertThatThrownBy(
            () -> new CategoryFeature("c", FieldPath.parse("c"), false, List.of("a", "b", "a")))
        .hasMessage("category feature 'c' lists a level twice: [a, b, a]");
  }
}
