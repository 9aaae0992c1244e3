/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.scoring;

import io.reconstream.model.scoring.ScoredRow;
import io.reconstream.stream.event.RegistryUnavailableException;
import io.reconstream.stream.event.UndecodableException;
import io.reconstream.stream.metrics.StreamMetrics;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events of one partition: those of the batch whose turns go on, and batches ahead of it, which
 * scoring threads run meanwhile.
 */
final class PartitionScoring {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionScoring.class);

  private final TaskModel model;
  private final Supplier<PolledPartition> polls;
  private final ScoringThreads threads;
  private final StreamMetrics metrics;
  private final Deque<PreparedBatch> ahead = new ArrayDeque<>();
  private PolledPartition polled;
  private PreparedBatch current;

  /**
   * @param polls what the thread polled of the partition, asked anew for each beginning
   */
  PartitionScoring(
      TaskModel model,
      Supplier<PolledPartition> polls,
      ScoringThreads threads,
      StreamMetrics metrics) {
    this.model = model;
    this.polls = polls;
    this.threads = threads;
    this.metrics = metrics;
  }

  /**
   * The turn of an event if it is the next one, else null.
   *
   * @throws UndecodableException if it is, and has no row
   * @throws UnscorableException if it is, and the model fails on its row
   */
  Turn takeNext(byte[] value) throws UndecodableException, UnscorableException {
    if (current == null || !current.isNext(value)) {
      return null;
    }
    Turn turn = current.take();
    if (current.isOver()) {
      polled.forget(current.lastOffset());
    }
    return turn;
  }

  /** The same where events between may be left out, or a batch ahead may begin. */
  Turn take(long offset, byte[] value) throws UndecodableException, UnscorableException {
    while (current != null || !ahead.isEmpty()) {
      if (current != null) {
        current.skipTo(offset);
        if (!current.isOver()) {
          return takeNext(value);
        }
        model.release(current);
      }
      current = ahead.poll();
      if (current != null) {
        lookAhead();
        finish();
      }
    }
    return null;
  }

  /**
   * Makes a batch of this event and polled ones behind it, and scores it: {@link #takeNext} then
   * has the event.
   *
   * @throws RegistryUnavailableException if the event may be good
   */
  void begin(ConsumerRecord<byte[], byte[]> event) {
    giveUp();
    model.input().begin();
    polled = polls.get();
    polled.tell(this::lookAhead);
    current = model.emptyBatch();
    current.add(event);
    if (polled.seek(event.offset(), event.value())) {
      // others run meanwhile: a short batch, so that events come to their turn soon
      int most = polled.waiting() >= 2 * threads.worth() ? threads.worth() : model.limit().rows();
      fill(current, most);
      lookAhead();
    }
    if (current.size() == 1 && polled.waiting() == 0) {
      current.expectNoOther();
    }
    finish();
  }

  /** False if it ended at an event whose schema cannot be had. */
  private boolean fill(PreparedBatch batch, int most) {
    int rows = Math.min(most, model.limit().rows());
    if (model.input().independent()) {
      addAll(batch, rows);
      return true;
    }
    while (batch.slotCount() < rows && batch.hasRoom()) {
      ConsumerRecord<byte[], byte[]> next = polled.next();
      if (next == null) {
        return true;
      }
      try {
        batch.add(next);
      } catch (RegistryUnavailableException e) {
        LOG.trace("fails at its own turn, when those before it are done", e);
        return false;
      }
    }
    return true;
  }

  private void addAll(PreparedBatch batch, int rows) {
    int room = rows - batch.size();
    while (room > 0) {
      List<ConsumerRecord<byte[], byte[]>> next = polled.next(room);
      if (next.isEmpty()) {
        return;
      }
      batch.addWhenRun(next);
      room -= next.size();
    }
  }

  /** The score of the event whose turn was taken last; what it leaves behind is kept. */
  float score() {
    return current.score();
  }

  /** All outputs for the event whose turn was taken last, where its score came with them. */
  Optional<ScoredRow> detail() {
    return current.detail();
  }

  /** Prepares batches of what was polled; as soon as it was, so that they are done in time. */
  private void lookAhead() {
    List<Runnable> runs = new ArrayList<>();
    boolean more = true;
    while (more && ahead.size() < model.batchesAhead() && polled.waiting() >= threads.worth()) {
      PreparedBatch batch = model.emptyBatch();
      try {
        more = fill(batch, Integer.MAX_VALUE);
      } catch (RuntimeException e) {
        model.release(batch); // the event that it is about meets the same at its own turn
        throw e;
      }
      if (batch.size() == 0) {
        model.release(batch);
        break;
      }
      ahead.add(batch);
      runs.add(batch.run());
    }
    if (!runs.isEmpty()) {
      // together, as waking a thread costs as much as scoring a hundred small rows
      threads.execute(() -> runs.forEach(Runnable::run));
    }
  }

  /** The current batch has its scores. */
  private void finish() {
    current.await(ahead);
    int rows = current.slotCount();
    if (rows == 0) {
      return;
    }
    metrics.batch(rows, current.nanos());
    if (model.limit().ran(rows, current.nanos())) {
      metrics.batchShrunk();
      LOG.warn(
          "the model took {} ms for {} rows: batches shrink to {} rows",
          current.nanos() / 1_000_000,
          rows,
          model.limit().rows());
    }
  }

  /** Lets all batches go. */
  void giveUp() {
    if (polled != null) {
      polled.tell(() -> {});
    }
    if (current != null) {
      ahead.addFirst(current);
      current = null;
    }
    for (PreparedBatch batch = ahead.poll(); batch != null; batch = ahead.poll()) {
      batch.abandon();
      model.release(batch);
    }
  }
}
