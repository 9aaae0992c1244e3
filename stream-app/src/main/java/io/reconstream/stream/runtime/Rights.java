/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.runtime;

import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DELETE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;

import io.reconstream.stream.config.AppConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;

/**
 * The least that a broker with ACLs must grant to the app's user. Each of READ, WRITE and DELETE
 * has DESCRIBE in it, and a right to write to some topic that to be an idempotent producer.
 */
public final class Rights {
  private final List<Right> all;

  private Rights(List<Right> all) {
    this.all = all;
  }

  /** Of one configuration. */
  public static Rights of(AppConfig config) {
    List<Right> rights = new ArrayList<>();
    config.inputTopics().forEach(topic -> rights.add(Right.topic(READ, topic)));
    config.rulesTopic().ifPresent(topic -> rights.add(Right.topic(READ, topic)));
    outputs(config).forEach(topic -> rights.add(Right.topic(WRITE, topic)));
    if (config.createsTopics()) {
      Stream.of(config.inputTopics().stream(), config.rulesTopic().stream(), outputs(config))
          .flatMap(topics -> topics)
          .forEach(topic -> rights.add(Right.topic(CREATE, topic)));
    }
    rights.add(new Right(READ, ResourceType.GROUP, PatternType.LITERAL, config.applicationId()));
    if (config.isExactlyOnce()) {
      rights.add(own(WRITE, ResourceType.TRANSACTIONAL_ID, config));
    }
    // windows keep state whatever the configuration says: which model it is, only the bundle knows
    Stream.of(CREATE, READ, WRITE)
        .forEach(operation -> rights.add(own(operation, ResourceType.TOPIC, config)));
    if (config.repartitions() || config.isLong()) {
      // what was read of a repartition topic is deleted
      rights.add(own(DELETE, ResourceType.TOPIC, config));
    }
    return new Rights(List.copyOf(rights));
  }

  private static Stream<String> outputs(AppConfig config) {
    return Stream.of(
            Stream.of(config.alertsTopic(), config.deadLetterTopic()),
            config.scoresTopic().stream(),
            config.incidentsTopic().stream(),
            config.latentsTopic().stream())
        .flatMap(topics -> topics);
  }

  /** On what the app makes for itself. */
  private static Right own(AclOperation operation, ResourceType type, AppConfig config) {
    return new Right(operation, type, PatternType.PREFIXED, config.applicationId() + "-");
  }

  public List<Right> all() {
    return all;
  }

  /** Those about a topic. */
  List<Right> on(String topic) {
    return all.stream().filter(right -> right.covers(topic)).toList();
  }

  List<Right> of(ResourceType type) {
    return all.stream().filter(right -> right.type() == type).toList();
  }

  static String listed(List<Right> rights) {
    return rights.stream().map(Right::toString).distinct().collect(Collectors.joining(", "));
  }
}
