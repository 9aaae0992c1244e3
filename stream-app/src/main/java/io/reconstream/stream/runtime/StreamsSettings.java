/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.runtime;

import io.reconstream.stream.config.AppConfig;
import io.reconstream.stream.scoring.LookAhead;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The settings of Kafka Streams: ours below, the user's {@code kafka.*} over them. */
public final class StreamsSettings {

  private StreamsSettings() {}

  /**
   * Records that a poll gives at most, and that wait per partition: a whole fetch of small events.
   * The next one is then on its way while this one is scored, and the model runs over thousands of
   * rows at once. Memory stays bounded by the fetch, 1 MiB per partition.
   */
  private static final int POLLED_RECORDS = 4_096;

  /**
   * Safe and quick defaults, each of which a {@code kafka.*} key overrides: they have no prefix, so
   * that a key with and one without wins.
   */
  private static Map<String, Object> defaults() {
    return Map.of(
        // an alert counts as sent when all replicas in sync have it
        ProducerConfig.ACKS_CONFIG,
        "all",
        // only committed input is scored
        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
        "read_committed",
        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
        POLLED_RECORDS,
        // the system's own choice: Kafka's 64 KiB hold back a fetch of 1 MiB until it is polled
        ConsumerConfig.RECEIVE_BUFFER_CONFIG,
        -1,
        StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG,
        POLLED_RECORDS);
  }

  public static Properties of(AppConfig config, LookAhead lookAhead) {
    Map<String, Object> settings = new HashMap<>(defaults());
    settings.putAll(config.kafka());
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, config.applicationId());
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, config.processingGuarantee());
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads());
    config
        .stateDir()
        .ifPresent(dir -> settings.put(StreamsConfig.STATE_DIR_CONFIG, dir.toString()));
    lookAhead
        .consumerSettings()
        .forEach((key, value) -> settings.merge(key, value, StreamsSettings::both));
    Properties properties = new Properties();
    properties.putAll(settings);
    return properties;
  }

  /** The user's interceptors come first, ours sees what they let through. */
  private static Object both(Object users, Object ours) {
    return Stream.of(users, ours).map(Objects::toString).collect(Collectors.joining(","));
  }

  /** How long the broker waits for the next poll before it gives the partitions to others. */
  public static Duration maxPollInterval(Properties settings) {
    String key = ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG;
    return Stream.of(StreamsConfig.mainConsumerPrefix(key), StreamsConfig.consumerPrefix(key), key)
        .map(settings::get)
        .filter(Objects::nonNull)
        .findFirst()
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
