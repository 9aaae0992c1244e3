/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.reconstream.stream.config.AppConfig;
import io.reconstream.stream.config.ConfigSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeploymentTest {

  private static final YAMLMapper YAML = YAMLMapper.builder().build();
  private static final Path DEPLOY = Path.of("..", "deploy");
  private static final Path COMPOSE = DEPLOY.resolve("compose");

  @ParameterizedTest
  @ValueSource(strings = {"stream-app", "trainer"})
  void shouldRunAsAnUnprivilegedUser(String image) throws Exception {
    assertThat(dockerfile(image).last("USER")).matches("[1-9]\\d*:[1-9]\\d*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"stream-app", "trainer"})
  void shouldEndInAnImageWithoutACompiler(String image) throws Exception {
    List<String> bases = dockerfile(image).all("FROM");

    assertThat(bases).allMatch(base -> base.matches("\\S+:\\d\\S*( AS \\w+)?"), "has a version");
    assertThat(bases.get(bases.size() - 1)).isEqualTo("eclipse-temurin:17-jre");
  }

  @ParameterizedTest
  @ValueSource(strings = {"stream-app", "trainer"})
  void shouldStartAMainClass(String image) throws Exception {
    JsonNode entryPoint = YAML.readTree(dockerfile(image).last("ENTRYPOINT"));
    Class<?> main = Class.forName(entryPoint.get(entryPoint.size() - 1).asText());

    assertThat(main.getMethod("main", String[].class)).isNotNull();
  }

  @Test
  void shouldConfigureTheStreamAppByKeysItKnows() throws Exception {
    assertThat(ConfigSources.load(COMPOSE.resolve("app.yaml"), Map.of()).httpPort())
        .isEqualTo(8080);

    yaml(DEPLOY.resolve("helm/reconstream/values.yaml"))
        .get("config")
        .fieldNames()
        .forEachRemaining(key -> assertThat(AppConfig.DEFINITION.names()).contains(key));
  }

  @Test
  void shouldProbeTheLivenessOfTheStreamApp() throws Exception {
    assertThat(dockerfile("stream-app").last("HEALTHCHECK")).contains("/health/live");
  }

  @Test
  void shouldKeepLibtorchOutOfTheStreamApp() throws Exception {
    Path classPath = Path.of("..", "stream-app", "target", "classpath");
    List<String> jars =
        List.of(Files.readString(classPath).split(":")).stream()
            .map(entry -> Path.of(entry).getFileName().toString())
            .toList();

    assertThat(jars).anyMatch(jar -> jar.startsWith("onnxruntime"));
    assertThat(jars).noneMatch(jar -> jar.matches("(pytorch|openblas|javacpp|trainer|flink).*"));
  }

  @Test
  void shouldMountFilesThatAreThere() throws Exception {
    for (JsonNode service : compose().get("services")) {
      for (JsonNode volume : service.path("volumes")) {
        String source = volume.asText().split(":")[0];
        if (source.startsWith(".")) {
          assertThat(COMPOSE.resolve(source)).isRegularFile();
        }
      }
    }
  }

  @Test
  void shouldReferToWhatIsDeclared() throws Exception {
    JsonNode compose = compose();
    for (JsonNode service : compose.get("services")) {
      service
          .path("depends_on")
          .fieldNames()
          .forEachRemaining(name -> assertThat(compose.get("services").has(name)).isTrue());
      for (JsonNode volume : service.path("volumes")) {
        if (volume.asText().matches("\\w[\\w-]*:.*")) {
          assertThat(compose.get("volumes").has(volume.asText().split(":")[0])).isTrue();
        }
      }
      if (service.has("build")) {
        Path context = COMPOSE.resolve(service.at("/build/context").asText());
        assertThat(context.resolve(service.at("/build/dockerfile").asText())).isRegularFile();
      }
    }
  }

  @Test
  void shouldPublishPortsOnLoopbackOnly() throws Exception {
    for (JsonNode service : compose().get("services")) {
      for (JsonNode port : service.path("ports")) {
        assertThat(port.asText()).startsWith("127.0.0.1:");
      }
    }
  }

  @Test
  void shouldConfineTheStreamApp() throws Exception {
    JsonNode service = compose().at("/services/stream-app");

    assertThat(service.get("read_only").asBoolean()).isTrue();
    assertThat(service.get("user").asText()).isEqualTo(dockerfile("stream-app").last("USER"));
    assertThat(service.at("/cap_drop/0").asText()).isEqualTo("ALL");
    assertThat(service.at("/security_opt/0").asText()).isEqualTo("no-new-privileges:true");
  }

  @Test
  void shouldConfineTheStreamAppInKubernetes() throws Exception {
    assertThat(DEPLOY.resolve("helm/reconstream/templates/statefulset.yaml"))
        .content()
        .contains("automountServiceAccountToken: false")
        .contains("runAsNonRoot: true")
        .contains("allowPrivilegeEscalation: false")
        .contains("readOnlyRootFilesystem: true")
        .contains("drop: [ALL]")
        .contains("type: RuntimeDefault");
  }

  @Test
  void shouldScrapeThePortThatTheStreamAppServes() throws Exception {
    JsonNode prometheus = yaml(COMPOSE.resolve("prometheus.yaml"));
    String port = yaml(COMPOSE.resolve("app.yaml")).get("http.port").asText();

    assertThat(prometheus.at("/scrape_configs/0/static_configs/0/targets/0").asText())
        .isEqualTo("stream-app:" + port);
    assertThat(dockerfile("stream-app").last("EXPOSE")).isEqualTo(port);
  }

  private static Dockerfile dockerfile(String image) throws IOException {
    return Dockerfile.read(DEPLOY.resolve("docker").resolve(image + ".Dockerfile"));
  }

  private static JsonNode compose() throws IOException {
    return yaml(COMPOSE.resolve("compose.yaml"));
  }

  private static JsonNode yaml(Path file) throws IOException {
    return YAML.readTree(file.toFile());
  }
}
