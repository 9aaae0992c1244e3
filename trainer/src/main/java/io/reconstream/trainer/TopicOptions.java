/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer;

import io.reconstream.model.feature.FeatureEncoder;
import io.reconstream.trainer.source.TopicRange;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that name part of a topic. */
final class TopicOptions {

  @Option(
      names = "--from-topic",
      paramLabel = "TOPIC",
      description = "Learn from the events of this topic, not from files.")
  private String topic;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = Moment.class,
      description =
          "The first moment by the records' timestamps, such as 2026-01-01 or"
              + " 2026-01-01T06:00:00Z; the oldest record if not given.")
  private Optional<Instant> from = Optional.empty();

  @Option(
      names = "--to",
      paramLabel = "TIME",
      converter = Moment.class,
      description = "The moment to stop before; the newest record if not given.")
  private Optional<Instant> to = Optional.empty();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "AVRO",
      description = "How events are written: avro (Confluent wire format) or json (one object).")
  private TopicRange.Format format;

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
      description = "A setting of the Kafka client, such as security.protocol=SSL; repeatable.")
  private Map<String, String> kafka = new LinkedHashMap<>();

  @Option(
      names = "--registry-client",
      paramLabel = "KEY=VALUE",
      description =
          "A setting of the registry's client, such as basic.auth.user.info=me:secret; repeatable.")
  private Map<String, String> registry = new LinkedHashMap<>();

  /**
   * The range, empty where no topic was named.
   *
   * @throws io.reconstream.trainer.config.InvalidInputException if it ends before it begins
   */
  Optional<TopicRange> range() {
    return topic == null
        ? Optional.empty()
        : Optional.of(
            new TopicRange(
                topic, bootstrapServers, registryUrl, format, from, to, kafka, registry));
  }

  /** Whether a range was given without its topic. */
  boolean lacksTopic() {
    return topic == null && (from.isPresent() || to.isPresent());
  }

  /** A day, which begins at midnight in UTC, or a moment. */
  static final class Moment implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      try {
        return text.strip().length() == "2026-01-01".length()
            ? LocalDate.parse(text.strip()).atStartOfDay(ZoneOffset.UTC).toInstant()
            : FeatureEncoder.parse(text);
      } catch (DateTimeException e) {
        throw new TypeConversionException(
            "'%s' is no time, expected one such as 2026-01-01 or 2026-01-01T06:00:00Z"
                .formatted(text));
      }
    }
  }
}
