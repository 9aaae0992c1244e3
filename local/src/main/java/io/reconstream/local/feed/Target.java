/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.feed;

import io.reconstream.connection.Settings;
import java.util.Map;

/**
 * Where events go.
 *
 * @param topic its name; created with the broker's defaults if it is missing
 * @param bootstrapServers of the broker, {@code host:port}
 * @param registryUrl of the schema registry
 * @param kafka further settings of Kafka's clients, such as {@code security.protocol}
 * @param registry further settings of the registry's client
 */
public record Target(
    String topic,
    String bootstrapServers,
    String registryUrl,
    Map<String, String> kafka,
    Map<String, String> registry) {

  public Target {
    kafka = Map.copyOf(kafka);
    registry = Map.copyOf(registry);
  }

  /** Where nobody asks for credentials. */
  public Target(String topic, String bootstrapServers, String registryUrl) {
    this(topic, bootstrapServers, registryUrl, Map.of(), Map.of());
  }

  /** For messages. */
  public String registryUrlShown() {
    return Settings.withoutUser(registryUrl);
  }

  /** Names no credential. */
  @Override
  public String toString() {
    return "topic '%s' of broker '%s'".formatted(topic, bootstrapServers);
  }

  /** What the registry calls the schema of the topic's values. */
  String subject() {
    return topic + "-value";
  }
}
