/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reconstream.model.feature.FieldPath.Field;
import io.reconstream.model.feature.FieldPath.Index;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldPathTest {

  @Test
  void shouldReadFieldsAndIndexes() {
    assertThat(FieldPath.parse("machine.sensors[2][10]._value1").steps())
        .isEqualTo(
            List.of(
                new Field("machine"),
                new Field("sensors"),
                new Index(2),
                new Index(10),
                new Field("_value1")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a.b.c", "a[0]", "a[0][1].b", "_x9"})
  void shouldWriteWhatItRead(String text) {
    assertThat(FieldPath.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "a.", ".a", "a..b", "9a", "a b", "a[", "a[]", "a[-1]", "[0]", "ä"})
  void shouldRefuseWhatIsNoPath(String text) {
    assertThatThrownBy(() -> FieldPath.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("field path '%s' is not valid at '".formatted(text))
        .hasMessageEndingWith("expected names and indexes such as machine.sensors[2].value");
  }

  @Test
  void shouldRefusePathThatWouldOverflowTheStack() {
    assertThatThrownBy(() -> FieldPath.parse("a" + "[0]".repeat(100_000)))
        .hasMessage("field path of 300001 characters, allowed are at most 1000");
    assertThat(FieldPath.parse("a" + "[0]".repeat(300)).steps()).hasSize(301);
  }

  @ParameterizedTest
  @CsvSource({
    "Pressure, Pressure",
    "Volume Flow [l/min], Volume_Flow__l_min_",
    "2nd, _2nd",
    "'', _",
    "Größe, Gr__e"
  })
  void shouldMakeAvroNames(String column, String name) {
    assertThat(FieldPath.avroName(column)).isEqualTo(name);
    assertThat(FieldPath.parse(name)).hasToString(name);
  }
}
