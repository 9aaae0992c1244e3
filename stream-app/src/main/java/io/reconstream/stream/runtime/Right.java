/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.runtime;

import java.util.Locale;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;

/**
 * One thing that the app's user must be allowed on the broker.
 *
 * @param name of the topic, group or transactional id, or what it begins with
 */
public record Right(AclOperation operation, ResourceType type, PatternType pattern, String name) {

  static Right topic(AclOperation operation, String name) {
    return new Right(operation, ResourceType.TOPIC, PatternType.LITERAL, name);
  }

  /** Whether it is about this topic. */
  boolean covers(String topic) {
    return type == ResourceType.TOPIC
        && (pattern == PatternType.PREFIXED ? topic.startsWith(name) : topic.equals(name));
  }

  /** As Kafka's tool takes it: {@code --operation Read --topic events}. */
  public String arguments() {
    return "--operation %s --%s %s%s"
        .formatted(
            capitalised(operation.name()),
            type.name().toLowerCase(Locale.ROOT).replace('_', '-'),
            name,
            pattern == PatternType.PREFIXED ? " --resource-pattern-type prefixed" : "");
  }

  private static String capitalised(String text) {
    return text.charAt(0) + text.substring(1).toLowerCase(Locale.ROOT);
  }

  /** For messages, such as {@code READ on topic 'events'}. */
  @Override
  public String toString() {
    return "%s on %s '%s%s'"
        .formatted(
            operation,
            type.name().toLowerCase(Locale.ROOT).replace('_', ' '),
            name,
            pattern == PatternType.PREFIXED ? "*" : "");
  }
}
