/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.feed;

import io.reconstream.connection.Refusal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Topics of one broker. */
public final class Topics {
  private static final int PATIENCE_MILLIS = 10_000;

  private final String bootstrapServers;
  private final Map<String, String> kafka;
  private final int patienceMillis;

  public Topics(String bootstrapServers) {
    this(bootstrapServers, Map.of());
  }

  /**
   * @param kafka further settings of the client, such as {@code security.protocol}
   */
  public Topics(String bootstrapServers, Map<String, String> kafka) {
    this(bootstrapServers, kafka, PATIENCE_MILLIS);
  }

  Topics(String bootstrapServers, Map<String, String> kafka, int patienceMillis) {
    this.bootstrapServers = bootstrapServers;
    this.kafka = Map.copyOf(kafka);
    this.patienceMillis = patienceMillis;
  }

  /**
   * Creates topics with the broker's defaults; those that exist are left as they are.
   *
   * @throws FeedException if the broker does not answer within 10 seconds, or refuses
   */
  public void create(String... names) {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, patienceMillis);
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, patienceMillis);
    try (Admin admin = Admin.create(settings)) {
      admin
          .createTopics(
              Arrays.stream(names)
                  .map(name -> new NewTopic(name, Optional.empty(), Optional.empty()))
                  .toList())
          .values()
          .forEach((name, created) -> await(name, created::get));
    } catch (KafkaException e) {
      throw new FeedException(
          "broker '%s' cannot be used: %s".formatted(bootstrapServers, Refusal.of(e)), e);
    }
  }

  private interface Answer {
    Object get() throws ExecutionException, InterruptedException;
  }

  private void await(String topic, Answer answer) {
    try {
      answer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TimeoutException) {
        throw new FeedException(
            "broker '%s' does not answer within %d s; is it running?"
                .formatted(bootstrapServers, patienceMillis / 1000),
            e);
      }
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new FeedException(
            "broker '%s' does not create topic '%s': %s"
                .formatted(bootstrapServers, topic, Refusal.of(e.getCause())),
            e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FeedException("interrupted while creating topic '%s'".formatted(topic), e);
    }
  }
}
