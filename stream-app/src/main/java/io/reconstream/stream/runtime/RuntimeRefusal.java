/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.runtime;

import io.reconstream.connection.Refusal;
import io.reconstream.stream.config.AppConfig;
import io.reconstream.stream.event.RegistryUnavailableException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What broker or registry refused while events are taken: rights that were withdrawn, or that the
 * start check could not see, a password that was changed.
 */
public final class RuntimeRefusal {
  private final AppConfig config;
  private final Rights rights;

  public RuntimeRefusal(AppConfig config) {
    this.config = config;
    this.rights = Rights.of(config);
  }

  /** In one line; empty if the error is about something else. */
  public Optional<String> in(Throwable error) {
    Set<String> messages = new LinkedHashSet<>();
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      messages.add(String.valueOf(cause.getMessage()).lines().findFirst().orElse(""));
      if (cause instanceof AuthorizationException refused) {
        return Optional.of(
            "broker %s does not grant the app's user a right (%s): %s"
                .formatted(config.bootstrapServers(), needed(refused), shown(messages)));
      }
    }
    return Refusal.security(error)
        .map(why -> config.withoutSecrets("%s cannot be used: %s".formatted(refusing(error), why)));
  }

  private String refusing(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof RegistryUnavailableException) {
        return "the schema registry";
      }
    }
    return "broker " + config.bootstrapServers();
  }

  private String shown(Set<String> messages) {
    return config.withoutSecrets(String.join(": ", messages));
  }

  /** Kafka names the topic, not the operation. */
  private String needed(AuthorizationException refused) {
    List<Right> needed;
    if (refused instanceof TopicAuthorizationException topics) {
      needed =
          topics.unauthorizedTopics().isEmpty()
              ? rights.of(ResourceType.TOPIC)
              : topics.unauthorizedTopics().stream()
                  .flatMap(topic -> rights.on(topic).stream())
                  .toList();
    } else if (refused instanceof GroupAuthorizationException) {
      needed = rights.of(ResourceType.GROUP);
    } else if (refused instanceof TransactionalIdAuthorizationException) {
      needed = rights.of(ResourceType.TRANSACTIONAL_ID);
    } else {
      needed = rights.all();
    }
    return "needed: " + Rights.listed(needed);
  }
}
