/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The YAML in docs/training.md is what the reader takes. */
class TrainingDocsTest {
  private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  @Test
  void shouldDocumentEveryKeyWithItsDefault() throws IOException {
    List<String> blocks = blocks();
    TrainingConfig smallest = parse(blocks.get(0));
    TrainingConfig complete = parse(blocks.get(1));
    assertThat(complete.toYaml()).isEqualTo(smallest.toYaml());
    String keys = complete.toYaml().replaceAll("(?m):.*$|^.*- .*$", "");
    for (String key : keys.split("\\s+")) {
      assertThat(blocks.get(1)).contains(key + ":");
    }
  }

  @Test
  void shouldTakeTheFeaturesThatItShows() throws IOException {
    assertThat(parse(blocks().get(0) + blocks().get(2)).features()).hasSize(3);
  }

  private static List<String> blocks() throws IOException {
    String docs = Files.readString(Path.of("..", "docs", "training.md"));
    return YAML.matcher(docs).results().map(match -> match.group(1)).toList();
  }

  private static TrainingConfig parse(String yaml) {
    return TrainingConfigReader.parse(yaml, "docs/training.md", Map.of());
  }
}
