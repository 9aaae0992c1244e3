/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigReferenceTest {
  private static final Path PAGE = Path.of("../docs/configuration.md");

  /** To write the page anew: {@code mvn test -Dtest=ConfigReferenceTest -Dwrite.docs=true}. */
  @Test
  void shouldBeThePageInDocs() throws IOException {
    if (Boolean.getBoolean("write.docs")) {
      Files.writeString(PAGE, ConfigReference.markdown());
    }

    assertThat(PAGE)
        .as("docs/configuration.md is stale; write it anew with -Dwrite.docs=true")
        .hasContent(ConfigReference.markdown());
  }

  @Test
  void shouldListEveryKeyWithDefaultAndMeaning() {
    String text = ConfigReference.text();

    AppConfig.DEFINITION
        .configKeys()
        .values()
        .forEach(key -> assertThat(text).contains(key.name + " (").contains(key.documentation));
    assertThat(text).contains("http.port (default: 8080)").contains("model.path (required)");
  }
}
