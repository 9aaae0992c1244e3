/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.runtime;

import io.reconstream.connection.Refusal;
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
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.resource.ResourceType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the broker before anything starts whether it is there, has the topics and grants the rights.
 */
public final class BrokerCheck {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerCheck.class);

  /** What a batch has beside its one record, at most. */
  static final int FRAMING = 1_000;

  private final AppConfig config;
  private final Rights rights;

  public BrokerCheck(AppConfig config) {
    this.config = config;
    this.rights = Rights.of(config);
  }

  /**
   * Waits for the broker for as long as the configuration allows.
   *
   * @throws StartException if it does not answer or refuses the user, if a topic is missing and may
   *     not be created, or if the user lacks a right; all that are known to be lacking are named
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
      List<Right> lacking = new ArrayList<>();
      Set<String> missing = missing(admin, lacking);
      checkGroup(admin, lacking);
      checkTransactions(admin, lacking);
      if (!lacking.isEmpty()) {
        throw lacks(lacking, null);
      }
      create(admin, missing);
      checkDeadLetterSize(admin);
      admin.close(Duration.ZERO);
    } catch (ConfigException e) {
      throw new StartException("a kafka.* setting is not allowed: " + Refusal.of(e), e);
    } catch (KafkaException e) {
      throw unreachable(e);
    }
  }

  /** The topics that are not there; notes what the user may not do with the others. */
  private Set<String> missing(Admin admin, List<Right> lacking) {
    Set<String> topics = new TreeSet<>(config.inputTopics());
    topics.add(config.alertsTopic());
    topics.add(config.deadLetterTopic());
    config.scoresTopic().ifPresent(topics::add);
    config.incidentsTopic().ifPresent(topics::add);
    config.latentsTopic().ifPresent(topics::add);
    config.rulesTopic().ifPresent(topics::add);
    Set<String> missing = new TreeSet<>(topics);
    missing.removeAll(present(admin, topics, lacking));
    if (!missing.isEmpty() && !config.createsTopics() && lacking.isEmpty()) {
      throw new StartException(
          "broker %s has no topic %s; create it, or let the app do so with topics.create=true"
              .formatted(config.bootstrapServers(), String.join(", ", missing)),
          null);
    }
    Set<String> own = present(admin, own(admin), lacking);
    if (config.rulesTopic().isPresent() && !own.contains(config.rulesInForceTopic())) {
      // the app's own, as a changelog is: nobody else is asked to create it
      missing.add(config.rulesInForceTopic());
    }
    return missing;
  }

  /** Topics that the app makes for itself: those that it sees, and those that it will ask for. */
  private Set<String> own(Admin admin) {
    Set<String> own = new TreeSet<>(answer(admin.listTopics().names()));
    own.addAll(config.scoredTopics());
    config.rulesTopic().ifPresent(unused -> own.add(config.rulesInForceTopic()));
    own.removeIf(topic -> !topic.startsWith(config.applicationId() + "-"));
    return own;
  }

  /** Those of the topics that are there, with what the user may do. */
  private Set<String> present(Admin admin, Set<String> topics, List<Right> lacking) {
    Set<String> present = new TreeSet<>();
    admin
        .describeTopics(topics, new DescribeTopicsOptions().includeAuthorizedOperations(true))
        .topicNameValues()
        .forEach(
            (topic, description) -> {
              try {
                // a broker that does not tell is believed to allow
                Set<AclOperation> allowed = answer(description).authorizedOperations();
                present.add(topic);
                rights.on(topic).stream()
                    .filter(right -> right.operation() != AclOperation.CREATE)
                    .filter(right -> allowed != null && !allowed.contains(right.operation()))
                    .forEach(lacking::add);
              } catch (UnknownTopicOrPartitionException e) {
                // not there
              } catch (TopicAuthorizationException e) {
                // there or not: a user without any right is not told
                present.add(topic);
                rights.on(topic).stream()
                    .filter(right -> right.operation() != AclOperation.CREATE)
                    .forEach(lacking::add);
              }
            });
    return present;
  }

  private void checkGroup(Admin admin, List<Right> lacking) {
    String group = config.applicationId();
    if (refuses(
        admin.describeConsumerGroups(List.of(group)).describedGroups().get(group),
        GroupAuthorizationException.class)) {
      lacking.addAll(rights.of(ResourceType.GROUP));
    }
  }

  private void checkTransactions(Admin admin, List<Right> lacking) {
    List<Right> needed = rights.of(ResourceType.TRANSACTIONAL_ID);
    String id = config.applicationId() + "-start-check";
    if (!needed.isEmpty()
        && refuses(
            admin.describeTransactions(List.of(id)).description(id),
            TransactionalIdAuthorizationException.class)) {
      lacking.addAll(needed);
    }
  }

  /** Any other answer is none of this check's business: a group may well not be there. */
  private boolean refuses(KafkaFuture<?> asked, Class<? extends AuthorizationException> refusal) {
    try {
      asked.get(config.startTimeout().toMillis(), TimeUnit.MILLISECONDS);
      return false;
    } catch (ExecutionException e) {
      return refusal.isInstance(e.getCause());
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable(e);
    }
  }

  private void create(Admin admin, Set<String> missing) {
    for (Map.Entry<String, KafkaFuture<Void>> created :
        admin.createTopics(missing.stream().map(this::topic).toList()).values().entrySet()) {
      try {
        answer(created.getValue());
      } catch (TopicExistsException e) {
        // another instance was faster
      } catch (TopicAuthorizationException e) {
        throw lacks(
            rights.on(created.getKey()).stream()
                .filter(right -> right.operation() == AclOperation.CREATE)
                .toList(),
            e);
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

  private StartException lacks(List<Right> rights, Exception cause) {
    return new StartException(
        "broker %s (bootstrap.servers) does not grant the app's user %s; docs/security.md lists"
                .formatted(config.bootstrapServers(), Rights.listed(rights))
            + " what it needs",
        cause);
  }

  private NewTopic topic(String name) {
    return name.equals(config.rulesInForceTopic())
            || config.rulesTopic().filter(name::equals).isPresent()
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
      if (e.getCause() instanceof TopicExistsException
          || e.getCause() instanceof UnknownTopicOrPartitionException
          || e.getCause() instanceof TopicAuthorizationException) {
        throw (ApiException) e.getCause();
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
                    : "cannot be used: " + Refusal.of(cause)),
        cause);
  }
}
