/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.connection;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/**
 * Options of every command that is a client of a broker and a registry: a mixin, or a superclass
 * where picocli takes no mixin.
 */
public class ClientOptions {
  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      defaultValue = "${env:RECONSTREAM_BOOTSTRAP_SERVERS:-localhost:9092}",
      description = "The broker; ${DEFAULT-VALUE} if not given.")
  private String bootstrapServers;

  @Option(
      names = {"--registry", "--schema-registry-url"},
      paramLabel = "URL",
      defaultValue =
          "${env:RECONSTREAM_SCHEMA_REGISTRY_URL:-http://localhost:8081/apis/ccompat/v7}",
      description = "The schema registry, for avro; ${DEFAULT-VALUE} if not given.")
  private String registryUrl;

  @Option(
      names = "--kafka",
      paramLabel = "KEY=VALUE",
      description =
          "A setting of the Kafka client, such as security.protocol=SSL; repeatable. Secrets by"
              + " reference: '$${file:FILE:KEY}', '$${dir:DIR:FILE}', '$${env:NAME}'.")
  private Map<String, String> kafka = new LinkedHashMap<>();

  @Option(
      names = "--registry-client",
      paramLabel = "KEY=VALUE",
      description =
          "A setting of the registry's client, such as"
              + " basic.auth.user.info='$${env:REGISTRY_USER}'; repeatable.")
  private Map<String, String> registry = new LinkedHashMap<>();

  public final String bootstrapServers() {
    return bootstrapServers;
  }

  public final String registryUrl() {
    return registryUrl;
  }

  /**
   * Settings of the Kafka client, references looked up.
   *
   * @throws SettingsException if one leads nowhere
   */
  public final Map<String, String> kafka() {
    return Settings.of(kafka).values();
  }

  /**
   * Settings of the registry's client, likewise.
   *
   * @throws SettingsException if a reference leads nowhere
   */
  public final Map<String, String> registry() {
    return Settings.of(registry).values();
  }
}
