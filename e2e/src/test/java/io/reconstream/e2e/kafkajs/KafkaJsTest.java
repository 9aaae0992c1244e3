/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.kafkajs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reconstream.e2e.chaos.Application;
import io.reconstream.e2e.chaos.EventFeed;
import io.reconstream.e2e.chaos.FeedBundle;
import io.reconstream.e2e.chaos.OutputTopics;
import io.reconstream.e2e.chaos.Services;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stream-app in one process writes an alert, a Node.js program in another reads it. */
@Tag("slow")
class KafkaJsTest {

  private static final String INPUT = "events";
  private static final String APPLICATION = "pumps";

  @TempDir Path directory;

  @Test
  void shouldReadAnAlertThatTheStreamAppWrote() throws Exception {
    AlertReader reader = AlertReader.install();
    Path bundle = FeedBundle.train(directory.resolve("bundle"));
    OutputTopics topics = OutputTopics.of(APPLICATION);
    try (Services services = Services.start(directory)) {
      services.createTopics(INPUT, topics);
      try (Application application =
          new Application(APPLICATION, 1, directory, settings(services, bundle))) {
        new EventFeed(INPUT, 200, 1_000, 5).run(services);
        application.awaitDrained(INPUT, services);
      }

      JsonNode record =
          reader
              .read(services.bootstrapServers(), services.registryUrl(), topics.alerts(), 1)
              .get(0);

      JsonNode alert = record.get("value");
      assertThat(record.get("key").asText()).startsWith("pump-");
      assertThat(alert.get("key").asText()).isEqualTo(record.get("key").asText());
      assertThat(alert.get("score").asDouble()).isGreaterThan(alert.get("threshold").asDouble());
      assertThat(alert.get("pValue").asDouble()).isBetween(0.0, 0.01);
      assertThat(alert.get("contributors").findValuesAsText("feature"))
          .isNotEmpty()
          .isSubsetOf("pressure", "flow", "temperature");
      assertThat(alert.get("contributors").findValues("share"))
          .allMatch(share -> share.asDouble() > 0 && share.asDouble() <= 1);
      assertThat(alert.at("/contributors/0/expected").isNumber()).isTrue();
      assertThat(alert.at("/model/name").asText()).isEqualTo("readings");
      assertThat(alert.at("/source/topic").asText()).isEqualTo(INPUT);
    }
  }

  private static Map<String, String> settings(Services services, Path bundle) {
    return Map.of(
        "bootstrap.servers", services.bootstrapServers(),
        "schema.registry.url", services.registryUrl(),
        "input.topics", INPUT,
        "model.path", bundle.toAbsolutePath().toString());
  }
}
