/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.scoring;

import io.reconstream.model.scoring.Contribution;
import io.reconstream.model.scoring.ScoredRow;
import io.reconstream.model.scoring.StepShare;
import io.reconstream.stream.event.UndecodableException;
import io.reconstream.stream.metrics.StreamMetrics;
import io.reconstream.stream.metrics.TaskCounts;
import io.reconstream.stream.models.ModelSource;
import io.reconstream.stream.models.ServingModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Scores the events of one task, each at its turn or together with others before it.
 *
 * <p>When the serving model changes, scores of the former one that wait for their turn are dropped:
 * an event's score, details and alert come from one model.
 */
final class TaskScoring implements Explanation, AutoCloseable {
  private final ModelSource models;
  private final ModelInput.Factory inputs;
  private final LookAhead lookAhead;
  private final ScoringLimits limits;
  private final StreamMetrics metrics;
  private final TaskCounts counts;
  private final ProcessorContext<?, ?> context;
  private final Map<String, PartitionScoring> byTopic = new HashMap<>();

  private ServingModel model;
  private TaskModel adopted;
  private PartitionScoring partition;
  private Turn turn;
  private byte[] value;
  private ScoredRow detail;
  private List<Contribution> contributions;

  TaskScoring(
      ModelSource models,
      ModelInput.Factory inputs,
      LookAhead lookAhead,
      ScoringLimits limits,
      StreamMetrics metrics,
      TaskCounts counts,
      ProcessorContext<?, ?> context) {
    this.models = models;
    this.inputs = inputs;
    this.lookAhead = lookAhead;
    this.limits = limits;
    this.metrics = metrics;
    this.counts = counts;
    this.context = context;
  }

  /** The model of the last score. */
  ServingModel model() {
    return model;
  }

  /**
   * The score of the event whose turn it is, NaN if its key's window is not full.
   *
   * @throws UndecodableException if the event has no row
   * @throws UnscorableException if its row has no finite score
   */
  @SuppressWarnings("ReferenceEquality") // asked per event: another model is another object
  float score(Record<byte[], byte[]> event) throws UndecodableException, UnscorableException {
    ServingModel serving = models.current();
    if (serving != model) {
      adopt(serving);
    }
    turn = partition == null ? null : partition.takeNext(event.value());
    if (turn == null || !turn.holds()) {
      turn = turnOf(event);
    }
    float score = partition.score();
    value = event.value();
    detail = null;
    contributions = null;
    if (!turn.ready()) {
      counts.notReady();
      return Float.NaN;
    }
    if (!Float.isFinite(score)) {
      throw new UnscorableException(
          "the model gives the score %s, expected a finite number".formatted(score), null);
    }
    counts.scored();
    return score;
  }

  /** The turn of an event that is not the one expected next: often one that begins a batch. */
  private Turn turnOf(Record<byte[], byte[]> event)
      throws UndecodableException, UnscorableException {
    RecordMetadata source = context.recordMetadata().orElseThrow();
    partition = byTopic.computeIfAbsent(source.topic(), this::partitionOf);
    Turn found = partition.take(source.offset(), event.value());
    if (found == null || !found.holds()) {
      counts.lookAheadMissed();
      partition.begin(polled(event, source));
      found = partition.takeNext(event.value());
    }
    return found;
  }

  /** The event as it was polled. */
  private static ConsumerRecord<byte[], byte[]> polled(
      Record<byte[], byte[]> event, RecordMetadata source) {
    return new ConsumerRecord<>(
        source.topic(),
        source.partition(),
        source.offset(),
        event.timestamp(),
        TimestampType.CREATE_TIME,
        ConsumerRecord.NULL_SIZE,
        ConsumerRecord.NULL_SIZE,
        event.key(),
        event.value(),
        event.headers(),
        Optional.empty());
  }

  private PartitionScoring partitionOf(String topic) {
    TopicPartition source = new TopicPartition(topic, context.taskId().partition());
    return new PartitionScoring(
        adopted, () -> lookAhead.ofThisThread().of(source), lookAhead.threads(), metrics);
  }

  @Override
  public ScoredRow detail() {
    if (detail == null) {
      detail = partition.detail().orElseGet(() -> adopted.detail(turn, value));
    }
    return detail;
  }

  @Override
  public List<Contribution> contributions() {
    if (contributions == null) {
      contributions = adopted.contributions(turn, value, detail());
    }
    return contributions;
  }

  @Override
  public List<StepShare> steps() {
    return adopted.steps(turn, value);
  }

  @Override
  public WindowStretch stretch() {
    return turn.stretch();
  }

  @SuppressWarnings("ReferenceEquality") // another model is another object
  private void adopt(ServingModel serving) {
    TaskModel next;
    try {
      next = new TaskModel(serving, inputs, limits, context);
    } catch (IllegalStateException closed) {
      ServingModel newer = models.current();
      if (newer == serving) {
        throw closed;
      }
      // replaced between the question and the answer
      adopt(newer);
      return;
    }
    close();
    adopted = next;
    model = serving;
  }

  /** Releases the buffers. */
  @Override
  public void close() {
    if (adopted != null) {
      byTopic.values().forEach(PartitionScoring::giveUp);
      byTopic.clear();
      partition = null;
      adopted.close();
      adopted = null;
    }
  }
}
