/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reconstream.model.bundle.Bundle;
import io.reconstream.model.scoring.Scorer;
import io.reconstream.stream.FloatEvents;
import io.reconstream.stream.MeanSquareBundle;
import io.reconstream.stream.metrics.StreamMetrics;
import io.reconstream.stream.models.ServingModel;
import io.reconstream.stream.scoring.SimulatedThread.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An event on which the model fails is found among those of its batch. */
class FailingBatchTest {
  private static final TopicPartition PARTITION = new TopicPartition("events", 0);
  private static final Set<Long> BAD = Set.of(0L, 3L, 4L, 17L, 29L);

  /** Without a row, where an event on which the model fails was before. */
  private static final long UNDECODABLE = 10;

  private static final int EVENTS = 30;

  @TempDir private Path dir;

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void shouldSendTheEventAloneToDeadLettersAndScoreAllOthers(int scoringThreads) {
    Bundle bundle = MeanSquareBundle.sealFailing(dir.resolve("b.onnx"), FloatEvents.features(2));
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    ServingModel model = new ServingModel(bundle, Scorer.open(bundle), 1);
    try (Scorer scorer = model.scorer();
        ScoringThreads threads = new ScoringThreads(scoringThreads, 1);
        SimulatedThread thread =
            new SimulatedThread(
                () -> model,
                new LookAhead(Set.of("events"), threads),
                new StreamMetrics(meters),
                dir)) {
      thread.poll(Map.of(PARTITION, events()));

      for (long offset = 0; offset < EVENTS; offset++) {
        Outcome outcome = thread.process(PARTITION);
        if (BAD.contains(offset)) {
          assertThat(outcome.reason()).isEqualTo("UNSCORABLE");
        } else if (offset == UNDECODABLE) {
          assertThat(outcome.reason()).isEqualTo("MALFORMED");
        } else {
          assertThat((double) outcome.score()).isCloseTo(offset % 5 + 0.5, within(1e-6));
        }
      }
    }
    assertThat(meters.get("reconstream.look.ahead.misses").functionCounter().count())
        .as("events that began a batch at their turn: bad ones make none begin anew")
        .isEqualTo(scoringThreads == 0 ? 5 : 1);
  }

  private static List<ConsumerRecord<byte[], byte[]>> events() {
    List<ConsumerRecord<byte[], byte[]>> events = new ArrayList<>();
    for (long offset = 0; offset < EVENTS; offset++) {
      // half of the sum of squares is offset % 5 + 0.5
      float other = BAD.contains(offset) ? 99 : (float) Math.sqrt(2.0 * (offset % 5));
      byte[] value = offset == UNDECODABLE ? new byte[1] : FloatEvents.event(1, other);
      events.add(new ConsumerRecord<>(PARTITION.topic(), 0, offset, null, value));
    }
    return events;
  }
}
