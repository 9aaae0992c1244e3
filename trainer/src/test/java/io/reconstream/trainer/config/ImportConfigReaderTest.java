/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ImportConfigReaderTest {
  private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  @Test
  void shouldTakeWhatTheDocsShow() throws IOException {
    Matcher block = YAML.matcher(Files.readString(Path.of("..", "docs", "uses.md")));
    assertThat(block.find()).isTrue();
    ImportConfig config = ImportConfigReader.parse(block.group(1), "docs/uses.md", List.of());
    assertThat(config.spec().columns())
        .containsExactly("temperature", "pressure", "open", "hour_sin", "hour_cos");
    assertThat(config.features().get(1).shift()).isEqualTo(1.2);
    assertThat(config.features().get(1).scale()).isEqualTo(0.2);
    assertThat(config.features().get(2).feature().required()).isFalse();
    assertThat(config.scaling()).isEqualTo(ImportConfig.Scaling.STANDARD);
    assertThat(config.data().missing()).containsExactly("NA");
  }

  @Test
  void shouldScaleNothingUnlessTold() {
    ImportConfig config =
        ImportConfigReader.parse("name: a\nfeatures: [x]", "a.yaml", List.of("a.csv"));
    assertThat(config.scaling()).isEqualTo(ImportConfig.Scaling.NONE);
    assertThat(config.features().get(0).scale()).isNull();
    assertThat(config.data().files()).containsExactly("a.csv");
    assertThat(config.threshold().rate()).isEqualTo(0.001);
  }

  @Test
  void shouldRefuseAScaleOfZeroAndAFeatureTwice() {
    assertThatThrownBy(
            () ->
                ImportConfigReader.parse(
                    "name: a\nfeatures: [{name: x, shift: 0, scale: 0}]",
                    "a.yaml",
                    List.of("a.csv")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("features[0].scale is '0', expected a number above 0 (a.yaml, line 2)");
    ImportConfig twice =
        ImportConfigReader.parse("name: a\nfeatures: [x, x]", "a.yaml", List.of("a.csv"));
    assertThatThrownBy(twice::spec)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'x'");
  }
}
