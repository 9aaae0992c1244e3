/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.runtime;

import io.reconstream.stream.config.AppConfig;
import io.reconstream.stream.event.SizeLimit;
import io.reconstream.stream.scoring.LookAhead;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.StreamsConfig;

/** The settings of Kafka Streams: ours below, the user's {@code kafka.*} over them. */
public final class StreamsSettings {

  private StreamsSettings() {}

  /**
   * Records that a poll gives at most, and that wait per partition: a whole fetch of small events.
   * The next one is then on its way while this one is scored, and the model runs over thousands of
   * rows at once. Memory stays bounded by the fetch.
   */
  private static final int POLLED_RECORDS = 4_096;

  /** Of a partition: a thousand events of a thousand columns, so that many are polled together. */
  private static final int PARTITION_BYTES = 4 << 20;

  /**
   * Bytes that one request for records of a broker gives at most, beside one batch that is larger
   * by itself; Kafka's own 50 MiB would fill a small heap in a burst of large events.
   */
  private static final int FETCHED_BYTES = 16 << 20;

  /**
   * How long a record waits for others to the same partition: Kafka's own since 4.0. Kafka Streams
   * lets each wait for 100 ms, an alert too.
   */
  private static final int LINGER_MILLIS = 5;

  /**
   * Safe and quick defaults, each of which a {@code kafka.*} key overrides: they have no prefix, so
   * that a key with and one without wins.
   */
  private static Map<String, Object> defaults(AppConfig config) {
    int largest =
        Math.max(
            config.deadLetterMaxBytes() + BrokerCheck.FRAMING,
            SizeLimit.recordBytes(config.eventMaxBytes()));
    return Map.of(
        // an alert counts as sent when all replicas in sync have it
        ProducerConfig.ACKS_CONFIG,
        "all",
        ProducerConfig.LINGER_MS_CONFIG,
        LINGER_MILLIS,
        // only committed input is scored
        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
        "read_committed",
        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
        POLLED_RECORDS,
        // the system's own choice: Kafka's 64 KiB hold back a fetch of 1 MiB until it is polled
        ConsumerConfig.RECEIVE_BUFFER_CONFIG,
        -1,
        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
        PARTITION_BYTES,
        StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG,
        POLLED_RECORDS,
        ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
        FETCHED_BYTES,
        // an event that is within its limit must also be written
        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
        largest,
        StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG),
        largest);
  }

  public static Properties of(AppConfig config, LookAhead lookAhead) {
    Map<String, Object> settings = new HashMap<>(defaults(config));
    settings.putAll(config.kafka());
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, config.applicationId());
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, config.processingGuarantee());
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads());
    config
        .stateDir()
        .ifPresent(dir -> settings.put(StreamsConfig.STATE_DIR_CONFIG, dir.toString()));
    // of the input alone, see offsetReset: topics of the app's own are always read from their start
    mainConsumerKeys(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG).forEach(settings::remove);
    Optional<Object> interceptors =
        ofMainConsumer(settings, ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG);
    settings.putAll(lookAhead.consumerSettings());
    interceptors.ifPresent(
        users ->
            settings.merge(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG),
                users,
                (ours, theirs) -> theirs + "," + ours)); // ours sees what theirs let through
    Properties properties = new Properties();
    properties.putAll(settings);
    return properties;
  }

  /**
   * Where the input is read from if nothing was committed yet: Kafka's {@code auto.offset.reset},
   * the earliest event if the user says nothing.
   *
   * @throws StartException if Kafka has no such way
   */
  public static AutoOffsetReset offsetReset(AppConfig config) {
    String key = ConsumerConfig.AUTO_OFFSET_RESET_CONFIG;
    String reset =
        ofMainConsumer(config.kafka(), key).map(Object::toString).orElse("earliest").strip();
    String[] parts = reset.split(":", 2);
    try {
      return switch (parts[0].toLowerCase(Locale.ROOT)) {
        case "earliest" -> AutoOffsetReset.earliest();
        case "latest" -> AutoOffsetReset.latest();
        case "none" -> AutoOffsetReset.none();
        case "by_duration" -> AutoOffsetReset.byDuration(Duration.parse(parts[parts.length - 1]));
        default -> throw new IllegalArgumentException(reset);
      };
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new StartException(
          "kafka.%s is '%s', expected earliest, latest, none or by_duration:PT1H"
              .formatted(key, reset),
          e);
    }
  }

  /** A key as the main consumer has it: the narrowest prefix wins. */
  private static Optional<Object> ofMainConsumer(Map<?, ?> settings, String key) {
    return mainConsumerKeys(key).stream()
        .<Object>map(settings::get)
        .filter(Objects::nonNull)
        .findFirst();
  }

  private static List<String> mainConsumerKeys(String key) {
    return List.of(StreamsConfig.mainConsumerPrefix(key), StreamsConfig.consumerPrefix(key), key);
  }

  /** How long the broker waits for the next poll before it gives the partitions to others. */
  public static Duration maxPollInterval(Properties settings) {
    String key = ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG;
    return ofMainConsumer(settings, key)
        .map(millis -> millis(key, millis.toString().strip()))
        .orElse(Duration.ofMinutes(5));
  }

  private static Duration millis(String key, String value) {
    try {
      return Duration.ofMillis(Long.parseLong(value));
    } catch (NumberFormatException e) {
      throw new StartException("kafka.%s is '%s', expected milliseconds".formatted(key, value), e);
    }
  }
}
