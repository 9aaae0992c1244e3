/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.soak;

import io.reconstream.bench.workload.BenchTopic;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;

/** The topics of a soak, which keep some minutes: hours of events would fill a disk. */
record SoakTopics(String events, String scores, String alerts, String deadLetters) {
  static final int PARTITIONS = 2;

  private static final Map<String, String> SHORT =
      Map.of("retention.ms", "300000", "segment.bytes", Integer.toString(64 << 20));

  static SoakTopics create(String bootstrapServers) {
    SoakTopics topics = new SoakTopics("events", "scores", "alerts", "dead-letters");
    BenchTopic.create(
        bootstrapServers,
        Stream.concat(Stream.of(topics.events), topics.outputs().stream())
            .map(name -> new NewTopic(name, PARTITIONS, (short) 1).configs(SHORT))
            .toList());
    return topics;
  }

  private List<String> outputs() {
    return List.of(scores, alerts, deadLetters);
  }
}
