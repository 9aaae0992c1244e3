/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reconstream.local.RunningServices.Services;
import io.reconstream.local.feed.Topics;
import io.reconstream.stream.config.AppConfig;
import io.reconstream.stream.runtime.BrokerCheck;
import io.reconstream.stream.runtime.StartException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the stream-app asks a real broker before it starts. */
@ExtendWith(RunningServices.class)
class BrokerCheckTest {
  private final Services services;

  BrokerCheckTest(Services services) {
    this.services = services;
  }

  @Test
  void shouldRefuseADeadLetterTopicThatWouldNotTakeEveryLetter() throws Exception {
    String servers = services.broker().bootstrapServers();
    new Topics(servers).create("checked-events", "checked-alerts");
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      NewTopic small =
          new NewTopic("checked-letters", Optional.empty(), Optional.empty())
              .configs(Map.of("max.message.bytes", "50000"));
      admin.createTopics(List.of(small)).all().get();
    }

    assertThatThrownBy(() -> check("49001"))
        .isInstanceOf(StartException.class)
        .hasMessageContaining(
            "topic 'checked-letters' (dead.letter.topic) takes records of 50000 bytes"
                + " (max.message.bytes), expected at least 50001");
    assertThatCode(() -> check("49000")).doesNotThrowAnyException();
  }

  private void check(String deadLetterBytes) {
    new BrokerCheck(
            AppConfig.of(
                Map.of(
                    "bootstrap.servers", services.broker().bootstrapServers(),
                    "schema.registry.url", services.registry().url(),
                    "input.topics", "checked-events",
                    "alerts.topic", "checked-alerts",
                    "dead.letter.topic", "checked-letters",
                    "dead.letter.max.bytes", deadLetterBytes,
                    "model.path", "none.onnx")))
        .run();
  }
}
