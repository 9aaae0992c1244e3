/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigSourcesTest {
  @TempDir private Path dir;

  private static final String YAML =
      """
      bootstrap.servers: [a:1, b:2]
      schema:
        registry.url: http://localhost:8081
      input:
        topics: events
      model.path: m.onnx
      http: {port: 8181}
      scores.topic:
      kafka:
        consumer.max.poll.records: 100
      """;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(dir.resolve(name), text);
  }

  @Test
  void shouldReadNestedAndDottedYaml() throws IOException {
    AppConfig config = ConfigSources.load(file("app.yaml", YAML), Map.of());

    assertThat(config.bootstrapServers()).isEqualTo("a:1,b:2");
    assertThat(config.registryUrls()).containsExactly("http://localhost:8081");
    assertThat(config.inputTopics()).containsExactly("events");
    assertThat(config.httpPort()).isEqualTo(8181);
    assertThat(config.scoresTopic()).isEmpty();
    assertThat(config.kafka()).isEqualTo(Map.of("consumer.max.poll.records", "100"));
  }

  @Test
  void shouldReadProperties() throws IOException {
    String text =
        "bootstrap.servers=a:1\nschema.registry.url=http://r\ninput.topics=x\nmodel.path=m.onnx \n";

    assertThat(ConfigSources.load(file("app.properties", text), Map.of()).modelPath())
        .isEqualTo(Path.of("m.onnx"));
  }

  @Test
  void shouldLetEnvironmentOverrideFile() throws IOException {
    AppConfig config =
        ConfigSources.load(
            file("app.yaml", YAML),
            Map.of(
                "RECONSTREAM_BOOTSTRAP_SERVERS", "c:3",
                "RECONSTREAM_KAFKA_SECURITY_PROTOCOL", "SSL",
                "RECONSTREAM_SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO", "me:s3cr3t-registry",
                "RECONSTREAM_JAVA", "of another program",
                "HTTP_PORT", "1"));

    assertThat(config.bootstrapServers()).isEqualTo("c:3");
    assertThat(config.httpPort()).isEqualTo(8181);
    assertThat(config.kafka()).containsEntry("security.protocol", "SSL");
    assertThat(config.registry()).containsEntry("basic.auth.user.info", "me:s3cr3t-registry");
  }

  @Test
  void shouldSayThatFileIsMissing() {
    assertThatThrownBy(() -> ConfigSources.load(dir.resolve("no.yaml"), Map.of()))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("no.yaml' does not exist");
  }

  @Test
  void shouldSayWhereYamlIsBroken() throws IOException {
    Path file = file("bad.yaml", "a: 1\nb: [1\n");

    assertThatThrownBy(() -> ConfigSources.load(file, Map.of()))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("bad.yaml' is not YAML at line");
  }

  @Test
  void shouldRefuseTextWithoutKeys() throws IOException {
    Path file = file("text.yaml", "hello\n");

    assertThatThrownBy(() -> ConfigSources.load(file, Map.of()))
        .hasMessageContaining("has no keys");
  }
}
