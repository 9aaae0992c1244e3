/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.scoring;

import io.reconstream.model.scoring.Attribution;
import io.reconstream.model.scoring.Contribution;
import io.reconstream.model.scoring.Occlusion;
import io.reconstream.model.scoring.ScoredRow;
import io.reconstream.model.scoring.ScoringBatch;
import io.reconstream.model.scoring.StepShare;
import io.reconstream.stream.event.UndecodableException;
import io.reconstream.stream.models.ServingModel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/** A serving model as one task uses it: its inputs, and buffers that are used again. */
final class TaskModel implements AutoCloseable {
  /** A batch's inputs at most: with what the layers make of them they stay in a core's cache. */
  static final int BATCH_BYTES = 1 << 18;

  /** Inputs of all batches ahead of a partition's turns at most, but for the two that overlap. */
  private static final int AHEAD_BYTES = 1 << 21;

  /** As many batches as a poll of small events fills. */
  private static final int MOST_AHEAD = 8;

  /** As many as explaining an alert takes at once. */
  private static final int DETAIL_ROWS = 64;

  private final ServingModel serving;
  private final ModelInput input;
  private final BatchLimit limit;
  private final ScoringBatch details;
  private final int capacity;
  private final int batchesAhead;
  private final Deque<PreparedBatch> free = new ArrayDeque<>();

  /**
   * @throws IllegalStateException if the model's scorer is closed: another one serves by now
   */
  TaskModel(
      ServingModel serving,
      ModelInput.Factory inputs,
      ScoringLimits limits,
      ProcessorContext<?, ?> context) {
    int inputBytes = serving.scorer().windowLength() * serving.scorer().width() * Float.BYTES;
    this.serving = serving;
    this.capacity = Math.max(1, Math.min(limits.maxRows(), BATCH_BYTES / inputBytes));
    this.batchesAhead = Math.max(2, Math.min(MOST_AHEAD, AHEAD_BYTES / (capacity * inputBytes)));
    this.details = serving.scorer().batch(Math.min(DETAIL_ROWS, capacity));
    try {
      this.input = inputs.of(serving, context);
    } catch (RuntimeException e) {
      details.close();
      throw e;
    }
    this.limit = new BatchLimit(capacity, limits.batchTime());
  }

  ServingModel serving() {
    return serving;
  }

  ModelInput input() {
    return input;
  }

  BatchLimit limit() {
    return limit;
  }

  /** How many batches of a partition wait for a scoring thread, or are run by one, at most. */
  int batchesAhead() {
    return batchesAhead;
  }

  /** A batch without events. */
  PreparedBatch emptyBatch() {
    PreparedBatch batch = free.poll();
    return batch != null
        ? batch
        : new PreparedBatch(details.sibling(capacity), serving.bundle().metadata().golden(), input);
  }

  /** The batch is not used any more, nor running. */
  void release(PreparedBatch batch) {
    batch.clear();
    free.push(batch);
  }

  /** All outputs for the event whose turn it is. */
  ScoredRow detail(Turn turn, byte[] value) {
    write(turn, value);
    return details.detail(0);
  }

  /**
   * The features without which the score of the event whose turn it is would be lower.
   *
   * @param detail the event's
   */
  List<Contribution> contributions(Turn turn, byte[] value, ScoredRow detail) {
    write(turn, value);
    return new Attribution(serving.bundle().metadata().features(), serving.scorer().windowLength())
        .of(details, detail);
  }

  /** The rows that made the score of the event whose turn it is; none for single rows. */
  List<StepShare> steps(Turn turn, byte[] value) {
    if (turn.stretch() == null) {
      return List.of();
    }
    write(turn, value);
    return new Occlusion(serving.scorer().windowLength(), serving.scorer().width()).shares(details);
  }

  private void write(Turn turn, byte[] value) {
    try {
      turn.writeTo(value, details.features(), 0);
    } catch (UndecodableException e) {
      throw new IllegalStateException("an event that was scored has no row any more", e);
    }
  }

  /** Releases all buffers that were released to it. */
  @Override
  public void close() {
    free.forEach(PreparedBatch::close);
    free.clear();
    details.close();
    input.close();
  }
}
