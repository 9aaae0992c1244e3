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
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Scores by look-ahead are those of events scored one by one, whatever is polled, processed,
 * revoked, sought, compacted away, written anew, undecodable, or scored by another model meanwhile.
 */
class LookAheadPropertyTest {
  private static final int WIDTH = 3;
  private static final int PARTITIONS = 3;
  private static final List<String> TOPICS = List.of("a", "b");
  private static final List<ServingModel> MODELS = new ArrayList<>();
  private static Path dir;

  @BeforeContainer
  static void openModels() throws IOException {
    dir = Files.createTempDirectory("look-ahead");
    for (String version : List.of("1", "2")) {
      Path file = dir.resolve(version + ".onnx");
      Bundle bundle = MeanSquareBundle.seal(file, FloatEvents.features(WIDTH), version, 1);
      MODELS.add(new ServingModel(bundle, Scorer.open(bundle), 1));
      Files.delete(file);
    }
  }

  @AfterContainer
  static void closeModels() throws IOException {
    MODELS.forEach(model -> model.scorer().close());
    MODELS.clear();
    Files.delete(dir);
  }

  /** A run: two threads, three partition numbers of two topics, and what happens to them. */
  private static final class World implements AutoCloseable {
    private final Random random;
    private final ScoringThreads scoring;
    private final LookAhead lookAhead;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<SimulatedThread> threads = new ArrayList<>();
    private final int[] owner = new int[PARTITIONS];
    private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> logs = new HashMap<>();
    private final Map<TopicPartition, Integer> positions = new HashMap<>();
    private ServingModel serving = MODELS.get(0);
    private int scored;

    World(long seed) {
      random = new Random(seed);
      scoring = new ScoringThreads(random.nextInt(3), 1 + random.nextInt(4));
      lookAhead = new LookAhead(Set.copyOf(TOPICS), scoring);
      StreamMetrics metrics = new StreamMetrics(meters);
      for (int i = 0; i < 2; i++) {
        threads.add(new SimulatedThread(() -> serving, lookAhead, metrics, dir));
      }
      for (String topic : TOPICS) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
          writeAnew(new TopicPartition(topic, partition));
        }
      }
    }

    void writeAnew(TopicPartition partition) {
      List<ConsumerRecord<byte[], byte[]>> log = new ArrayList<>();
      long offset = random.nextInt(5);
      for (int i = 0; i < 60; i++) {
        log.add(
            new ConsumerRecord<>(partition.topic(), partition.partition(), offset, null, value()));
        offset += random.nextInt(4) == 0 ? 1 + random.nextInt(4) : 1;
      }
      logs.put(partition, log);
      positions.put(partition, 0);
    }

    private byte[] value() {
      return switch (random.nextInt(12)) {
        case 0 -> null;
        case 1 -> new byte[] {1, 2, 3};
        case 2 -> new byte[0];
        case 3 -> FloatEvents.event(Float.NaN, 1, 1);
        default ->
            FloatEvents.event(
                random.nextFloat(), (float) random.nextGaussian(), random.nextInt(100));
      };
    }

    void step() {
      switch (random.nextInt(20)) {
        case 0 -> rebalance();
        case 1 -> serving = MODELS.get(random.nextInt(MODELS.size()));
        case 2 -> recreateTopic();
        case 3, 4, 5, 6 -> poll(threads.get(random.nextInt(threads.size())));
        default -> process(threads.get(random.nextInt(threads.size())));
      }
    }

    /** A partition number goes to a thread, maybe the same, from the last commit on or so. */
    private void rebalance() {
      int partition = random.nextInt(PARTITIONS);
      threads.get(owner[partition]).revoke(partition);
      owner[partition] = random.nextInt(threads.size());
      positions.replaceAll(
          (key, position) ->
              key.partition() == partition
                  ? Math.max(0, Math.min(59, position + random.nextInt(20) - 12))
                  : position);
    }

    private void recreateTopic() {
      TopicPartition partition = anyPartition();
      threads.get(owner[partition.partition()]).revoke(partition.partition());
      writeAnew(partition);
    }

    private TopicPartition anyPartition() {
      return new TopicPartition(
          TOPICS.get(random.nextInt(TOPICS.size())), random.nextInt(PARTITIONS));
    }

    private void poll(SimulatedThread thread) {
      Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
      for (TopicPartition partition : logs.keySet()) {
        int from = positions.get(partition);
        int to = Math.min(60, from + random.nextInt(15));
        boolean owned = threads.get(owner[partition.partition()]).equals(thread);
        if (owned && to > from) {
          records.put(partition, List.copyOf(logs.get(partition).subList(from, to)));
          positions.put(partition, to);
        }
      }
      thread.poll(records);
    }

    private void process(SimulatedThread thread) {
      List<TopicPartition> waiting = thread.waiting();
      if (waiting.isEmpty()) {
        return;
      }
      TopicPartition partition = waiting.get(random.nextInt(waiting.size()));
      for (int i = random.nextInt(6); i >= 0 && thread.waiting().contains(partition); i--) {
        check(thread.process(partition));
      }
    }

    private void check(Outcome outcome) {
      byte[] value =
          logs.get(outcome.partition()).stream()
              .filter(record -> record.offset() == outcome.offset())
              .findFirst()
              .orElseThrow()
              .value();
      if (value == null) {
        assertThat(outcome.reason()).isEqualTo("NO_VALUE");
      } else if (value.length != WIDTH * Float.BYTES) {
        assertThat(outcome.reason()).isEqualTo("MALFORMED");
      } else {
        ByteBuffer floats = ByteBuffer.wrap(value);
        double sum = 0;
        for (int i = 0; i < WIDTH; i++) {
          double column = floats.getFloat();
          sum += column * column;
        }
        if (Double.isNaN(sum)) {
          assertThat(outcome.reason()).isEqualTo("UNSCORABLE");
        } else {
          assertThat((double) outcome.score()).isCloseTo(sum / WIDTH, within(1e-6 * sum));
          assertThat(outcome.model()).isEqualTo(serving.bundle().metadata().version());
          scored++;
        }
      }
    }

    @Override
    public void close() {
      threads.forEach(SimulatedThread::close);
      scoring.close();
    }
  }

  @Property(tries = 150)
  void shouldScoreLikeOneByOne(@ForAll long seed) {
    try (World world = new World(seed)) {
      for (int step = 0; step < 150; step++) {
        world.step();
      }
      assertThat(world.meters.get("reconstream.events.scored").functionCounter().count())
          .isEqualTo(world.scored);
    }
  }

  @Property(tries = 20)
  void shouldScoreMostEventsBeforeTheirTurn(@ForAll long seed) {
    try (World world = new World(seed)) {
      for (int step = 0; step < 300; step++) {
        world.step();
      }
      assertThat(world.meters.get("reconstream.look.ahead.hits").functionCounter().count())
          .isGreaterThan(0.5 * world.scored);
    }
  }
}
