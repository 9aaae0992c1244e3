/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.chaos;

import java.util.Map;
import java.util.stream.Stream;

/** Where one application writes. */
public record OutputTopics(String scores, String alerts, String deadLetters) {

  public static OutputTopics of(String application) {
    return new OutputTopics(
        application + "-scores", application + "-alerts", application + "-dead-letters");
  }

  public Stream<String> names() {
    return Stream.of(scores, alerts, deadLetters);
  }

  public Map<String, String> settings() {
    return Map.of("scores.topic", scores, "alerts.topic", alerts, "dead.letter.topic", deadLetters);
  }
}
