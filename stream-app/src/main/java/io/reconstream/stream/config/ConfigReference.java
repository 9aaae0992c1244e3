/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;

/** Every key with its default, what is allowed and what it means: for a terminal and for docs. */
public final class ConfigReference {

  private static final String PASSED_THROUGH =
      """
      kafka.*: passed to Kafka Streams and its clients without the prefix, such as kafka.security.protocol.
      any value: ${file:/run/secrets/kafka:password}, ${dir:/run/secrets:password} and ${env:KAFKA_PASSWORD} are looked up.
      config.providers: further config providers of Kafka's by name, or parameters of these, see docs/security.md.
      schema.registry.*: passed to the registry's client, such as schema.registry.basic.auth.user.info.
      """;

  private ConfigReference() {}

  /** For {@code --print-config}. */
  public static String text() {
    return keys().stream()
            .map(key -> "%s (%s)%n    %s%n".formatted(key.name, defaultOf(key), key.documentation))
            .collect(Collectors.joining())
        + PASSED_THROUGH;
  }

  /** The content of {@code docs/configuration.md}. */
  public static String markdown() {
    return """
        # Configuration of the stream-app

        <!-- Generated from AppConfig by ConfigReferenceTest; change it there. -->

        A YAML file (nested or dotted keys) or a `.properties` file, given as `--config FILE`. An environment
        variable overrides a key: `%s` sets `bootstrap.servers`. All mistakes are reported together,
        before anything starts.

        | key | default | allowed | meaning |
        |---|---|---|---|
        """
            .formatted(ConfigSources.variable(AppConfig.BOOTSTRAP_SERVERS))
        + keys().stream().map(ConfigReference::row).collect(Collectors.joining())
        + """
        | `kafka.*` | | Kafka's own keys | Passed to Kafka Streams and its clients without the prefix, such as `kafka.security.protocol`; `kafka.consumer.*` and `kafka.producer.*` reach one client only. |
        | `config.providers`, `config.providers.*` | | Kafka's own keys | Any value may be `${file:/run/secrets/kafka:password}`, `${dir:/run/secrets:password}` or `${env:KAFKA_PASSWORD}`; these keys name further config providers, or restrict these: [security](security.md#secrets). |
        | `schema.registry.*` | | the client's own keys | Passed to the registry's client, such as `schema.registry.basic.auth.user.info`. |
        """;
  }

  private static String row(ConfigKey key) {
    return "| `%s` | %s | %s | %s |%n"
        .formatted(
            key.name,
            key.hasDefault()
                ? defaultOf(key).isEmpty() ? "" : "`" + defaultValue(key) + "`"
                : "*required*",
            key.validator == null
                ? key.type.name().toLowerCase(Locale.ROOT)
                : key.validator.toString().replace("|", "\\|"),
            key.documentation);
  }

  private static List<ConfigKey> keys() {
    ConfigDef definition = AppConfig.DEFINITION;
    Map<String, ConfigKey> keys = definition.configKeys();
    return List.copyOf(keys.values());
  }

  private static String defaultOf(ConfigKey key) {
    return key.hasDefault() ? "default: " + defaultValue(key) : "required";
  }

  private static String defaultValue(ConfigKey key) {
    return key.defaultValue == null || "".equals(key.defaultValue)
        ? "empty"
        : String.valueOf(key.defaultValue);
  }
}
