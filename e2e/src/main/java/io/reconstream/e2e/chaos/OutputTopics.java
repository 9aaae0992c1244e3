/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.chaos;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where one application writes.
 *
 * @param incidents none where the application has no policy
 */
public record OutputTopics(
    String scores, String alerts, String deadLetters, Optional<String> incidents) {

  public static OutputTopics of(String application) {
    return new OutputTopics(
        application + "-scores",
        application + "-alerts",
        application + "-dead-letters",
        Optional.empty());
  }

  static OutputTopics withIncidents(String application) {
    OutputTopics topics = of(application);
    return new OutputTopics(
        topics.scores(),
        topics.alerts(),
        topics.deadLetters(),
        Optional.of(application + "-incidents"));
  }

  public Stream<String> names() {
    return Stream.concat(Stream.of(scores, alerts, deadLetters), incidents.stream());
  }

  public Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("scores.topic", scores);
    settings.put("alerts.topic", alerts);
    settings.put("dead.letter.topic", deadLetters);
    incidents.ifPresent(topic -> settings.put("incidents.topic", topic));
    return settings;
  }
}
