/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.provider.FileConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @TempDir private Path dir;
  private Path file;

  @BeforeEach
  void writeSecrets() throws IOException {
    file = Files.writeString(dir.resolve("secrets"), "user=app\npassword=s3cr3t-file\nloop=${x}\n");
    Files.writeString(dir.resolve("token"), "s3cr3t-dir");
  }

  @Test
  void shouldLookUpFileDirectoryAndEnvironment() {
    Map<String, String> values =
        Settings.of(
                Map.of(
                    "plain",
                    "as it is",
                    "jaas",
                    "Module required user=\"${file:%1$s:user}\" password=\"${file:%1$s:password}\";"
                        .formatted(file),
                    "token",
                    "${dir:" + dir + ":token}",
                    "path",
                    "${env:PATH}"))
            .values();

    assertThat(values)
        .containsEntry("plain", "as it is")
        .containsEntry("jaas", "Module required user=\"app\" password=\"s3cr3t-file\";")
        .containsEntry("token", "s3cr3t-dir")
        .containsEntry("path", System.getenv("PATH"));
  }

  /** A password may look like a reference. */
  @Test
  void shouldTakeWhatAProviderGivesAsItIs() throws IOException {
    Files.writeString(dir.resolve("odd"), "${env:PATH}");

    assertThat(Settings.of(Map.of("a", "${dir:" + dir + ":odd}")).values())
        .containsEntry("a", "${env:PATH}");
  }

  @Test
  void shouldTellEveryReferenceThatLeadsNowhere() {
    assertThatThrownBy(
            () ->
                Settings.of(
                    Map.of(
                        "a", "${env:NOT_SET_ANYWHERE}",
                        "b", "${file:" + file + ":pasword}",
                        "c", "${file:/no/such/file:password}",
                        "d", "${fiel:" + file + ":password}",
                        "e", "${dir:" + dir + ":no-such-file}")))
        .isInstanceOfSatisfying(
            SettingsException.class,
            e ->
                assertThat(e.problems())
                    .containsExactly(
                        "a refers to ${env:NOT_SET_ANYWHERE}, which has no value",
                        "b refers to ${file:" + file + ":pasword}, which has no value",
                        "c refers to ${file:/no/such/file:password}: Could not read properties"
                            + " from file /no/such/file",
                        "d refers to ${fiel:"
                            + file
                            + ":password}, but there is no config provider 'fiel'",
                        "e refers to ${dir:" + dir + ":no-such-file}, which has no value"));
  }

  @Test
  void shouldRestrictProvidersByTheirParameters() throws IOException {
    Path elsewhere = Files.createDirectory(dir.resolve("elsewhere"));
    Map<String, String> settings = new HashMap<>();
    settings.put("config.providers.file.param.allowed.paths", elsewhere.toString());
    settings.put("a", "${file:" + file + ":password}");

    assertThatThrownBy(() -> Settings.of(settings)).hasMessageContaining("a refers to ${file:");
  }

  @Test
  void shouldTakeProvidersByTheNamesThatSettingsGiveThem() {
    Map<String, String> settings = new HashMap<>();
    settings.put("config.providers", "vault");
    settings.put("config.providers.vault.class", FileConfigProvider.class.getName());
    settings.put("a", "${vault:" + file + ":password}");

    assertThat(Settings.of(settings).values()).isEqualTo(Map.of("a", "s3cr3t-file"));

    settings.put("config.providers.vault.class", "no.such.Provider");
    assertThatThrownBy(() -> Settings.of(settings))
        .hasMessageContaining("'vault' cannot be had from class 'no.such.Provider'");
  }

  @Test
  void shouldTakeOnlyProvidersThatTheSystemPropertyAllows() {
    String property = AbstractConfig.AUTOMATIC_CONFIG_PROVIDERS_PROPERTY;
    System.setProperty(property, FileConfigProvider.class.getName());
    try {
      assertThat(Settings.of(Map.of("a", "${file:" + file + ":user}")).values())
          .containsEntry("a", "app");
      assertThatThrownBy(() -> Settings.of(Map.of("a", "${env:PATH}")))
          .hasMessageContaining(property + " does not allow");
    } finally {
      System.clearProperty(property);
    }
  }

  @Test
  void shouldBlotOutSecrets() {
    Settings settings =
        Settings.of(
            Map.of(
                "http.port", "${file:" + file + ":password}",
                "kafka.sasl.jaas.config",
                    "Module required username=\"me\" password=\"s3cr3t-jaas\";",
                "schema.registry.basic.auth.user.info", "me:s3cr3t-info",
                "kafka.ssl.key.password", "s3cr3t-key"));

    for (String secret : List.of("s3cr3t-file", "s3cr3t-jaas", "s3cr3t-info", "s3cr3t-key")) {
      assertThat(settings.withoutSecrets("it is " + secret + ", see")).isEqualTo("it is ***, see");
      assertThat(settings.withoutSecrets(new IllegalStateException(secret)))
          .contains("IllegalStateException: ***")
          .doesNotContain(secret);
    }
    assertThat(settings.withoutSecrets("http://me:other@host/x")).isEqualTo("http://***@host/x");
  }
}
