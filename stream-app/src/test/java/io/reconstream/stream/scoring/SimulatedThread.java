/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.scoring;

import io.reconstream.stream.FloatEvents;
import io.reconstream.stream.deadletter.DeadLetter;
import io.reconstream.stream.metrics.StreamMetrics;
import io.reconstream.stream.models.ModelSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * A stream thread without a broker: a consumer with the real interceptor, and real score
 * processors, one per partition number, on a thread of their own. The test says what is polled and
 * processed.
 */
final class SimulatedThread implements AutoCloseable {

  /**
   * What became of an event.
   *
   * @param score NaN for a dead letter
   * @param reason null for a scored event
   */
  record Outcome(TopicPartition partition, long offset, float score, String reason, String model) {}

  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final LookAheadInterceptor interceptor = new LookAheadInterceptor();
  private final Map<TopicPartition, Deque<ConsumerRecord<byte[], byte[]>>> buffers =
      new HashMap<>();
  private final Map<Integer, MockProcessorContext<byte[], Object>> contexts = new HashMap<>();
  private final Map<Integer, ScoreProcessor> processors = new HashMap<>();
  private final ModelSource models;
  private final ModelInput.Factory inputs;
  private final Consumer<MockProcessorContext<byte[], Object>> stores;
  private final LookAhead lookAhead;
  private final StreamMetrics metrics;
  private final Path stateDir;

  SimulatedThread(ModelSource models, LookAhead lookAhead, StreamMetrics metrics, Path stateDir) {
    this(
        models,
        (model, context) ->
            new RowInput(
                () -> new FloatEvents().decoder(model.bundle().metadata().features()),
                model.scorer().width()),
        context -> {},
        lookAhead,
        metrics,
        stateDir);
  }

  /**
   * @param stores adds to a new task's context the state stores it finds
   */
  SimulatedThread(
      ModelSource models,
      ModelInput.Factory inputs,
      Consumer<MockProcessorContext<byte[], Object>> stores,
      LookAhead lookAhead,
      StreamMetrics metrics,
      Path stateDir) {
    this.inputs = inputs;
    this.stores = stores;
    this.models = models;
    this.lookAhead = lookAhead;
    this.metrics = metrics;
    this.stateDir = stateDir;
    interceptor.configure(Map.of(LookAhead.CONFIG, lookAhead));
  }

  /** Polls these records; Kafka Streams buffers them until they are processed. */
  void poll(Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records) {
    onThread(
        () -> {
          ConsumerRecords<byte[], byte[]> polled =
              interceptor.onConsume(new ConsumerRecords<>(records, Map.of()));
          polled
              .partitions()
              .forEach(
                  partition ->
                      buffers
                          .computeIfAbsent(partition, key -> new ArrayDeque<>())
                          .addAll(polled.records(partition)));
          return null;
        });
  }

  /** The partitions with events that wait for their turn. */
  List<TopicPartition> waiting() {
    return buffers.entrySet().stream()
        .filter(buffer -> !buffer.getValue().isEmpty())
        .map(Map.Entry::getKey)
        .sorted(Comparator.comparing(TopicPartition::toString))
        .toList();
  }

  /** Gives a partition's next event its turn. */
  Outcome process(TopicPartition partition) {
    return onThread(() -> turn(buffers.get(partition).remove()));
  }

  private Outcome turn(ConsumerRecord<byte[], byte[]> record) {
    ScoreProcessor processor = processors.computeIfAbsent(record.partition(), this::newTask);
    MockProcessorContext<byte[], Object> context = contexts.get(record.partition());
    context.resetForwards();
    context.setRecordMetadata(record.topic(), record.partition(), record.offset());
    processor.process(
        new Record<>(
            record.key(), record.value(), Math.max(0, record.timestamp()), record.headers()));
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    List<Outcome> outcomes = new ArrayList<>();
    for (var forwarded : context.forwarded()) {
      if (forwarded.record().value() instanceof ScoredEvent scored) {
        outcomes.add(
            new Outcome(
                partition,
                record.offset(),
                scored.score(),
                null,
                scored.model().bundle().metadata().version()));
      } else {
        byte[] reason = forwarded.record().headers().lastHeader(DeadLetter.REASON).value();
        outcomes.add(
            new Outcome(
                partition,
                record.offset(),
                Float.NaN,
                new String(reason, StandardCharsets.UTF_8),
                null));
      }
    }
    if (outcomes.size() != 1) {
      throw new AssertionError("one outcome per event, but " + outcomes);
    }
    return outcomes.get(0);
  }

  /** The thread loses this partition number of all topics: what it had buffered is gone. */
  void revoke(int partition) {
    onThread(
        () -> {
          buffers.keySet().removeIf(key -> key.partition() == partition);
          if (processors.containsKey(partition)) {
            processors.remove(partition).close();
          }
          return null;
        });
  }

  private ScoreProcessor newTask(int partition) {
    MockProcessorContext<byte[], Object> context =
        new MockProcessorContext<>(new Properties(), new TaskId(0, partition), stateDir.toFile());
    stores.accept(context);
    contexts.put(partition, context);
    ScoreProcessor processor =
        (ScoreProcessor)
            ScoreProcessor.supplier(
                    models,
                    inputs,
                    lookAhead,
                    new ScoringLimits(7, Duration.ofSeconds(10)),
                    metrics,
                    new ScoreProcessor.Settings(true, "next", null, "dead"))
                .get();
    processor.init(context);
    return processor;
  }

  private <T> T onThread(Callable<T> action) {
    try {
      return thread.submit(action).get();
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    List.copyOf(processors.keySet()).forEach(this::revoke);
    onThread(
        () -> {
          interceptor.close();
          return null;
        });
    thread.shutdown();
  }
}
