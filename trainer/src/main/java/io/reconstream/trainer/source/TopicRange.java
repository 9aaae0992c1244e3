/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.source;

import io.reconstream.trainer.config.InvalidInputException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Part of a topic, by the records' timestamps.
 *
 * @param topic its name
 * @param bootstrapServers the broker
 * @param registryUrl the schema registry; used for Avro only
 * @param format how events are written
 * @param from the first moment, empty for the oldest record
 * @param to the first moment that is not in it, empty for the newest record when reading begins
 * @param kafka further settings of the Kafka client, such as {@code security.protocol}
 * @param registry further settings of the registry's client
 */
public record TopicRange(
    String topic,
    String bootstrapServers,
    String registryUrl,
    Format format,
    Optional<Instant> from,
    Optional<Instant> to,
    Map<String, String> kafka,
    Map<String, String> registry) {

  /** How events are written. */
  public enum Format {
    /** Avro behind Confluent's header: byte 0 and the schema's id. */
    AVRO,
    /** One JSON object. */
    JSON
  }

  public TopicRange {
    kafka = Map.copyOf(kafka);
    registry = Map.copyOf(registry);
    if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
      throw new InvalidInputException(
          "--from is %s and --to is %s, expected --from before --to"
              .formatted(from.get(), to.get()));
    }
  }

  /** For messages and provenance, such as {@code topic 'pump' from 2026-01-01T00:00:00Z}. */
  @Override
  public String toString() {
    return "topic '%s'%s%s"
        .formatted(
            topic,
            from.map(moment -> " from " + moment).orElse(""),
            to.map(moment -> " to " + moment).orElse(""));
  }
}
