/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.scoring;

import io.reconstream.model.bundle.GoldenRows;
import io.reconstream.model.scoring.Occlusion;
import io.reconstream.model.scoring.ScoredRow;
import io.reconstream.model.scoring.ScoringBatch;
import io.reconstream.model.scoring.ScoringException;
import io.reconstream.model.scoring.StepShare;
import io.reconstream.stream.event.RegistryUnavailableException;
import io.reconstream.stream.event.UndecodableException;
import io.reconstream.stream.metrics.StreamMetrics;
import io.reconstream.stream.metrics.TaskCounts;
import io.reconstream.stream.models.ModelSource;
import io.reconstream.stream.models.ServingModel;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scores the events of one task, each at its turn or together with others before it.
 *
 * <p>When the serving model changes, scores of the former one that wait for their turn are dropped:
 * an event's score, details and alert come from one model.
 */
final class TaskScoring implements Explanation, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TaskScoring.class);

  /** The input buffer's size at most: beyond it, more rows per run gain nothing. */
  static final int BUFFER_BYTES = 1 << 20;

  private final ModelSource models;
  private final ModelInput.Factory inputs;
  private final LookAhead lookAhead;
  private final ScoringLimits limits;
  private final StreamMetrics metrics;
  private final TaskCounts counts;
  private final ProcessorContext<?, ?> context;
  private final Map<String, PartitionScores> byTopic = new HashMap<>();

  private ServingModel model;
  private ModelInput input;
  private ScoringBatch batch;
  private BatchLimit limit;
  private String topic;
  private PartitionScores scores;
  private Turn turn;

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
    turn = scores == null ? null : scores.takeNext(event.value());
    if (turn == null || !turn.holds()) {
      turn = turnOf(event);
    }
    float score = turn.take();
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
    topic = source.topic();
    scores = byTopic.computeIfAbsent(topic, key -> new PartitionScores());
    Turn found = scores.take(source.offset(), event.value());
    if (found == null || !found.holds()) {
      scoreAhead(source.offset(), event);
      found = scores.takeNext(event.value());
    }
    return found;
  }

  @Override
  public ScoredRow detail() {
    try {
      turn.writeTo(batch.features());
    } catch (UndecodableException e) {
      throw new IllegalStateException("an event that was scored has no row any more", e);
    }
    return batch.detail(0);
  }

  @Override
  public List<StepShare> steps() {
    if (turn.stretch() == null) {
      return List.of();
    }
    try {
      turn.writeTo(batch.features());
    } catch (UndecodableException e) {
      throw new IllegalStateException("an event that was scored has no row any more", e);
    }
    int length = model.scorer().windowLength();
    return new Occlusion(length, model.scorer().width()).shares(batch);
  }

  @Override
  public WindowStretch stretch() {
    return turn.stretch();
  }

  /** Makes a batch of this event and polled ones behind it, and scores it. */
  private void scoreAhead(long offset, Record<byte[], byte[]> event)
      throws UndecodableException, UnscorableException {
    FloatBuffer features = batch.features();
    input.begin();
    // may throw: then the scores of the events behind it stay
    Turn first = input.write(event.key(), event.value(), event.timestamp(), features, 0);
    counts.lookAheadMissed();
    scores.clear();
    scores.add(offset, event.value(), first);
    int slots = first.fillsSlot() ? 1 : 0;
    PolledPartition polled =
        lookAhead.ofThisThread().of(new TopicPartition(topic, context.taskId().partition()));
    if (polled.seek(offset, event.value())) {
      slots = writeAhead(polled, features, slots);
    }
    if (slots > 0) {
      run(slots);
    }
  }

  private int writeAhead(PolledPartition polled, FloatBuffer features, int first) {
    int slots = first;
    int most = limit.rows();
    while (slots < most && scores.size() < batch.capacity()) {
      ConsumerRecord<byte[], byte[]> next = polled.next();
      if (next == null) {
        // all of them are in this batch: no need to hold them any longer
        polled.clear();
        break;
      }
      try {
        Turn ahead = input.write(next.key(), next.value(), timestamp(next), features, slots);
        scores.add(next.offset(), next.value(), ahead);
        slots += ahead.fillsSlot() ? 1 : 0;
      } catch (UndecodableException e) {
        LOG.trace("left for its own turn: {}", e.getMessage());
      } catch (RegistryUnavailableException e) {
        // fails at its own turn, when those before it are done
        break;
      }
    }
    return slots;
  }

  /** As the topology's timestamp extractor gives it to the event at its turn. */
  private static long timestamp(ConsumerRecord<byte[], byte[]> event) {
    return Math.max(0, event.timestamp());
  }

  private void run(int slots) throws UnscorableException {
    long begin = System.nanoTime();
    try {
      batch.score(slots);
    } catch (ScoringException e) {
      scoreAlone(e);
      return;
    }
    long nanos = System.nanoTime() - begin;
    metrics.batch(slots, nanos);
    if (limit.ran(slots, nanos)) {
      metrics.batchShrunk();
      LOG.warn(
          "the model took {} ms for {} rows, more than {} ms: batches shrink to {} rows",
          nanos / 1_000_000,
          slots,
          limits.batchTime().toMillis(),
          limit.rows());
    }
    int slot = 0;
    for (int index = 0; index < scores.size(); index++) {
      Turn scored = scores.turn(index);
      if (scored.fillsSlot()) {
        scored.scored(batch, slot++);
      }
    }
  }

  /** A batch failed: the event by itself may not, and those behind it have their own turns. */
  private void scoreAlone(ScoringException failure) throws UnscorableException {
    LOG.warn("batch failed, its events are scored one by one: {}", failure.getMessage());
    scores.shrinkToFirst();
    Turn first = scores.turn(0);
    if (!first.ready()) {
      return;
    }
    try {
      batch.score(1);
      first.scored(batch, 0);
    } catch (ScoringException e) {
      requireWorkingModel();
      scores.clear();
      throw new UnscorableException(e.getMessage(), e);
    }
  }

  /** Tells a bad event from a broken model or machine, which must not divert good events. */
  private void requireWorkingModel() {
    GoldenRows golden = model.bundle().metadata().golden();
    List<Float> row = golden.rows().get(0);
    for (int column = 0; column < row.size(); column++) {
      Float value = row.get(column);
      batch.features().put(column, value == null ? Float.NaN : value);
    }
    batch.score(1);
  }

  @SuppressWarnings("ReferenceEquality") // another model is another object
  private void adopt(ServingModel serving) {
    ScoringBatch adopted;
    try {
      adopted = serving.scorer().batch(capacity(serving));
    } catch (IllegalStateException closed) {
      ServingModel next = models.current();
      if (next == serving) {
        throw closed;
      }
      // replaced between the question and the answer
      adopt(next);
      return;
    }
    close();
    model = serving;
    batch = adopted;
    input = inputs.of(serving, context);
    limit = new BatchLimit(batch.capacity(), limits.batchTime());
    byTopic.values().forEach(PartitionScores::clear);
  }

  private int capacity(ServingModel serving) {
    int inputBytes = serving.scorer().windowLength() * serving.scorer().width() * Float.BYTES;
    return Math.max(1, Math.min(limits.maxRows(), BUFFER_BYTES / inputBytes));
  }

  /** Releases the buffers. */
  @Override
  public void close() {
    if (batch != null) {
      batch.close();
      input.close();
      batch = null;
    }
  }
}
