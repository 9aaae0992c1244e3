/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reconstream.model.bundle.Bundle;
import io.reconstream.model.scoring.Scorer;
import io.reconstream.stream.FloatEvents;
import io.reconstream.stream.MeanSquareBundle;
import io.reconstream.stream.metrics.StreamMetrics;
import io.reconstream.stream.models.ServingModel;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What scoring allocates beside what Kafka Streams does: per batch something, per event nothing.
 */
class ScoringAllocationTest {
  private static final TopicPartition PARTITION = new TopicPartition("events", 0);
  private static final int POLL = 512;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final ScoringThreads scoringThreads = new ScoringThreads(1);
  private final LookAhead lookAhead = new LookAhead(Set.of("events"), scoringThreads);
  private long offset;

  @AfterEach
  void endThreads() {
    scoringThreads.close();
  }

  @Test
  void shouldAllocateNothingPerEvent(@TempDir Path dir) throws Exception {
    Bundle bundle = MeanSquareBundle.seal(dir.resolve("b.onnx"), FloatEvents.features(4), "1", 100);
    StreamMetrics metrics = new StreamMetrics(new SimpleMeterRegistry());
    try (Scorer scorer = Scorer.open(bundle);
        LookAheadInterceptor interceptor = new LookAheadInterceptor()) {
      interceptor.configure(Map.of(LookAhead.CONFIG, lookAhead));
      ServingModel model = new ServingModel(bundle, scorer, 100);
      MockProcessorContext<byte[], Object> context =
          new MockProcessorContext<>(new Properties(), new TaskId(0, 0), dir.toFile());
      try (TaskScoring scoring =
          new TaskScoring(
              () -> model,
              (serving, task) -> new RowInput(() -> ScoringAllocationTest::decode, 4),
              lookAhead,
              new ScoringLimits(POLL, Duration.ofSeconds(10)),
              metrics,
              metrics.newTask(),
              context)) {
        for (int poll = 0; poll < 200; poll++) {
          score(poll(interceptor), scoring, context);
        }
        long bytes = 0;
        for (int poll = 0; poll < 50; poll++) {
          bytes += score(poll(interceptor), scoring, context);
        }
        assertThat(bytes / (50.0 * POLL)).as("bytes per event").isLessThan(12);
      }
    }
  }

  /** Allocates nothing itself, compiled or not. */
  private static void decode(byte[] value, FloatBuffer row, int offset) {
    for (int i = 0; i < 4; i++) {
      row.put(offset + i, value[i]);
    }
  }

  private List<ConsumerRecord<byte[], byte[]>> poll(LookAheadInterceptor interceptor) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < POLL; i++) {
      byte[] value = {1, 2, 3, (byte) i};
      records.add(new ConsumerRecord<>(PARTITION.topic(), 0, offset++, null, value));
    }
    interceptor.onConsume(new ConsumerRecords<>(Map.of(PARTITION, records), Map.of()));
    return records;
  }

  /** The bytes that scoring allocated, without those of the test's own records. */
  private long score(
      List<ConsumerRecord<byte[], byte[]>> records,
      TaskScoring scoring,
      MockProcessorContext<byte[], Object> context)
      throws Exception {
    long bytes = 0;
    for (ConsumerRecord<byte[], byte[]> record : records) {
      context.setRecordMetadata(record.topic(), record.partition(), record.offset());
      Record<byte[], byte[]> event = new Record<>(null, record.value(), 0);
      long before = threads.getCurrentThreadAllocatedBytes();
      scoring.score(event);
      bytes += threads.getCurrentThreadAllocatedBytes() - before;
    }
    return bytes;
  }
}
