/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer;

import io.reconstream.connection.ClientOptions;
import io.reconstream.connection.SettingsException;
import io.reconstream.model.feature.FeatureEncoder;
import io.reconstream.trainer.config.InvalidInputException;
import io.reconstream.trainer.source.TopicRange;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
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

  @Mixin private ClientOptions client;

  /**
   * The range, empty where no topic was named.
   *
   * @throws InvalidInputException if it ends before it begins, or if a reference to a secret leads
   *     nowhere
   */
  Optional<TopicRange> range() {
    if (topic == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new TopicRange(
              topic,
              client.bootstrapServers(),
              client.registryUrl(),
              format,
              from,
              to,
              client.kafka(),
              client.registry()));
    } catch (SettingsException e) {
      throw new InvalidInputException(e.getMessage(), e);
    }
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
