/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.runtime;

import io.reconstream.stream.config.AppConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the broker before anything starts whether it is there and has the topics. */
public final class BrokerCheck {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerCheck.class);

  /** What a batch has beside its one record, at most. */
  static final int FRAMING = 1_000;

  private final AppConfig config;

  public BrokerCheck(AppConfig config) {
    this.config = config;
  }

  /**
   * Waits for the broker for as long as the configuration allows.
   *
   * @throws StartException if it does not answer, or a topic is missing and may not be created
   */
  public void run() {
    Map<String, Object> settings = new HashMap<>(config.kafka());
    settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
    settings.put(AdminClientConfig.CLIENT_ID_CONFIG, config.applicationId() + "-start-check");
    settings.putIfAbsent(
        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) config.startTimeout().toMillis());
    settings.putIfAbsent(
        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) config.startTimeout().toMillis());
    try (Admin admin = Admin.create(settings)) {
      checkTopics(admin);
      checkDeadLetterSize(admin);
      admin.close(Duration.ZERO);
    } catch (ConfigException e) {
      throw new StartException("a kafka.* setting is not allowed: " + e.getMessage(), e);
    } catch (org.apache.kafka.common.KafkaException e) {
      throw unreachable(e.getCause() == null ? e : e.getCause());
    }
  }

  private void checkTopics(Admin admin) {
    Set<String> missing = new TreeSet<>(config.inputTopics());
    missing.add(config.alertsTopic());
    missing.add(config.deadLetterTopic());
    config.scoresTopic().ifPresent(missing::add);
    config.incidentsTopic().ifPresent(missing::add);
    config.latentsTopic().ifPresent(missing::add);
    config.rulesTopic().ifPresent(missing::add);
    Set<String> present = answer(admin.listTopics().names());
    missing.removeAll(present);
    if (!missing.isEmpty() && !config.createsTopics()) {
      throw new StartException(
          "broker %s has no topic %s; create it, or let the app do so with topics.create=true"
              .formatted(config.bootstrapServers(), String.join(", ", missing)),
          null);
    }
    List<NewTopic> topics = new ArrayList<>(missing.stream().map(this::topic).toList());
    if (config.rulesTopic().isPresent() && !present.contains(config.rulesInForceTopic())) {
      // the app's own, as a changelog is: nobody else is asked to create it
      topics.add(compacted(config.rulesInForceTopic()));
    }
    if (topics.isEmpty()) {
      return;
    }
    for (KafkaFuture<Void> created : admin.createTopics(topics).values().values()) {
      try {
        answer(created);
      } catch (TopicExistsException e) {
        // another instance was faster
      }
    }
  }

  /** A letter that its topic refuses would stop the app, and again after each start. */
  private void checkDeadLetterSize(Admin admin) {
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, config.deadLetterTopic());
    String key = TopicConfig.MAX_MESSAGE_BYTES_CONFIG;
    int most;
    try {
      most =
          Integer.parseInt(
              admin
                  .describeConfigs(List.of(topic))
                  .values()
                  .get(topic)
                  .get(config.startTimeout().toMillis(), TimeUnit.MILLISECONDS)
                  .get(key)
                  .value());
    } catch (ExecutionException | TimeoutException | NumberFormatException e) {
      // a right that the app does not need otherwise: whoever gives less knows the topic's limit
      LOG.info("{} of topic '{}' is not known: {}", key, topic.name(), e.toString());
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable(e);
    }
    if (most < config.deadLetterMaxBytes() + FRAMING) {
      throw new StartException(
          "topic '%s' (dead.letter.topic) takes records of %d bytes (%s), expected at least %d, which is dead.letter.max.bytes and %d; change one of them"
              .formatted(topic.name(), most, key, config.deadLetterMaxBytes() + FRAMING, FRAMING),
          null);
    }
  }

  private NewTopic topic(String name) {
    return config.rulesTopic().filter(name::equals).isPresent()
        ? compacted(name)
        : new NewTopic(name, Optional.empty(), Optional.empty());
  }

  private static NewTopic compacted(String name) {
    return new NewTopic(name, Optional.empty(), Optional.empty())
        .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
  }

  private <T> T answer(KafkaFuture<T> future) {
    try {
      return future.get(config.startTimeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException exists) {
        throw exists;
      }
      throw unreachable(e.getCause());
    } catch (TimeoutException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable(e);
    }
  }

  private StartException unreachable(Throwable cause) {
    boolean silent =
        cause instanceof TimeoutException
            || cause instanceof org.apache.kafka.common.errors.TimeoutException;
    return new StartException(
        "broker %s (bootstrap.servers) %s"
            .formatted(
                config.bootstrapServers(),
                silent
                    ? "did not answer within %d ms (start.timeout.ms)"
                        .formatted(config.startTimeout().toMillis())
                    : "refused: " + cause.getMessage()),
        cause);
  }
}
