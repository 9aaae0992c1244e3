/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.feed;

/**
 * Where events go.
 *
 * @param topic its name; created with the broker's defaults if it is missing
 * @param bootstrapServers of the broker, {@code host:port}
 * @param registryUrl of the schema registry
 */
public record Target(String topic, String bootstrapServers, String registryUrl) {

  /** What the registry calls the schema of the topic's values. */
  String subject() {
    return topic + "-value";
  }
}
