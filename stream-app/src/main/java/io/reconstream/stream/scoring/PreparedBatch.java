/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.scoring;

import io.reconstream.model.bundle.GoldenRows;
import io.reconstream.model.scoring.ScoredRow;
import io.reconstream.model.scoring.ScoringBatch;
import io.reconstream.model.scoring.ScoringException;
import io.reconstream.stream.event.RegistryUnavailableException;
import io.reconstream.stream.event.UndecodableException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events of one partition, one behind the other, that are scored by one run of the model. Their
 * task's thread fills the batch and gives each event its turn; between the two the batch is {@link
 * #run}, once, by whichever thread is first: that thread alone touches it meanwhile.
 */
final class PreparedBatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PreparedBatch.class);
  private static final int NO_SLOT = -1;

  private final ScoringBatch batch;
  private final GoldenRows golden;
  private final ModelInput input;
  private final ModelInput.Completion completion;
  private final long[] offsets;
  private final byte[][] values;
  private final Turn[] turns;
  private final int[] slots;
  private final Exception[] failures;
  private final List<ConsumerRecord<byte[], byte[]>> yetToAdd = new ArrayList<>();
  private int size;
  private int slotCount;
  private int next;
  private long nanos;
  private boolean lone;
  private ScoredRow detail;
  private RegistryUnavailableException outage;
  private FutureTask<Void> task;
  private volatile boolean abandoned;

  /**
   * @param batch closed with this
   * @param golden what a working model can score
   */
  PreparedBatch(ScoringBatch batch, GoldenRows golden, ModelInput input) {
    this.batch = batch;
    this.golden = golden;
    this.input = input;
    this.completion = input.completion();
    this.offsets = new long[batch.capacity()];
    this.values = new byte[batch.capacity()][];
    this.turns = new Turn[batch.capacity()];
    this.slots = new int[batch.capacity()];
    this.failures = new Exception[batch.capacity()];
    clear();
  }

  /** Lets its events go; it can be filled again. */
  void clear() {
    Arrays.fill(values, 0, size, null);
    Arrays.fill(turns, 0, size, null);
    Arrays.fill(failures, 0, size, null);
    yetToAdd.clear();
    size = 0;
    slotCount = 0;
    next = 0;
    nanos = 0;
    lone = false;
    detail = null;
    outage = null;
    abandoned = false;
    task = new FutureTask<>(this::complete, null);
  }

  /**
   * Adds an event behind those added; only while {@link #hasRoom}.
   *
   * @throws RegistryUnavailableException if the event may be good: it is not added
   */
  void add(ConsumerRecord<byte[], byte[]> event) {
    int slot = NO_SLOT;
    try {
      Turn turn = input.prepare(event);
      turns[size] = turn;
      if (turn.ready()) {
        slot = slotCount++;
      }
    } catch (UndecodableException e) {
      failures[size] = e;
    }
    offsets[size] = event.offset();
    values[size] = event.value();
    slots[size] = slot;
    size++;
  }

  /**
   * Adds events behind those added, when the batch is run: work that the stream thread need not do.
   * Only where inputs are {@linkplain ModelInput#independent independent}, and there is room.
   */
  void addWhenRun(List<ConsumerRecord<byte[], byte[]>> events) {
    yetToAdd.addAll(events);
  }

  /** Its one event is all that was polled: it may be followed by none for long. */
  void expectNoOther() {
    lone = true;
  }

  boolean hasRoom() {
    return size() < values.length;
  }

  /** How many events it has. */
  int size() {
    return size + yetToAdd.size();
  }

  /** How many events the model scores; of those yet to be added, none. */
  int slotCount() {
    return slotCount;
  }

  /** How long the model took. */
  long nanos() {
    return nanos;
  }

  /** What runs the batch as it is filled now; does nothing where another thread was first. */
  Runnable run() {
    return task;
  }

  /**
   * Waits until the batch was run. Meanwhile this thread runs what is yet to be run.
   *
   * @param behind batches that will be needed next
   * @throws RegistryUnavailableException if not even the first event's schema could be fetched
   * @throws ScoringException if the model does not work
   */
  void await(Iterable<PreparedBatch> behind) {
    task.run();
    for (PreparedBatch later : behind) {
      if (task.isDone()) {
        break;
      }
      later.task.run();
    }
    join();
    if (outage != null && size == 0) {
      throw outage;
    }
  }

  private void join() {
    try {
      task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause(); // the run throws no checked exceptions
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a batch was scored", e);
    }
  }

  /** Its scores are not wanted any more: returns when no thread is running it. */
  void abandon() {
    abandoned = true;
    task.run();
    boolean interrupted = false;
    while (true) {
      try {
        task.get();
        break;
      } catch (InterruptedException e) {
        interrupted = true; // its buffers must not be released under a running model
      } catch (ExecutionException e) {
        // whatever it is, the events meet it again at their own turn
        LOG.debug("an abandoned batch failed", e);
        break;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void complete() {
    if (abandoned) {
      return;
    }
    for (ConsumerRecord<byte[], byte[]> event : yetToAdd) {
      add(event);
    }
    yetToAdd.clear();
    FloatBuffer inputs = batch.features();
    for (int i = 0; i < size; i++) {
      if (slots[i] == NO_SLOT) {
        continue;
      }
      try {
        completion.complete(turns[i], values[i], inputs, slots[i]);
      } catch (UndecodableException e) {
        fail(i, e);
      } catch (RegistryUnavailableException e) {
        outage = e;
        slotCount = slots[i];
        size = i; // those before it have their turn; it fails at its own
      }
    }
    if (slotCount > 0) {
      long begin = System.nanoTime();
      scoreAll();
      nanos = System.nanoTime() - begin;
    }
  }

  private void scoreAll() {
    try {
      if (lone && slotCount == 1) {
        detail = batch.scoreWithDetail();
        return;
      }
    } catch (ScoringException e) {
      LOG.warn("a model's outputs beside its score failed: {}", e.getMessage());
    }
    try {
      batch.score(slotCount);
    } catch (ScoringException e) {
      LOG.warn("batch failed, its bad events are searched for: {}", e.getMessage());
      bisect(0, slotCount, e);
    }
  }

  /** Halves what failed until single events are left: one bad event costs no other its score. */
  private void bisect(int first, int count, ScoringException failure) {
    if (count == 1) {
      requireWorkingModel();
      int index = indexOf(first);
      // else it has no row, and what lay in its slot is no fault of its own
      if (failures[index] == null) {
        fail(index, new UnscorableException(failure.getMessage(), failure));
      }
      return;
    }
    int half = count / 2;
    part(first, half);
    part(first + half, count - half);
  }

  private void part(int first, int count) {
    try {
      batch.score(first, count);
    } catch (ScoringException e) {
      bisect(first, count, e);
    }
  }

  private void fail(int index, Exception failure) {
    failures[index] = failure;
  }

  private int indexOf(int slot) {
    int index = slot; // at least
    while (slots[index] != slot) {
      index++;
    }
    return index;
  }

  /** Tells a bad event from a broken model or machine, which must not divert good events. */
  private void requireWorkingModel() {
    try (ScoringBatch probe = batch.sibling(1)) {
      int column = 0;
      for (Float value : golden.rows().get(0)) {
        probe.features().put(column++, value == null ? Float.NaN : value);
      }
      probe.score(1);
    }
  }

  /** Whether the next event is this one: the very array that was looked at. */
  boolean isNext(byte[] value) {
    return next < size && values[next] == value;
  }

  /** Leaves out events before an offset: the consumer sought ahead. */
  void skipTo(long offset) {
    while (next < size && offsets[next] < offset) {
      passOver(next++);
    }
  }

  private void passOver(int index) {
    if (turns[index] != null) {
      turns[index].passOver();
    }
  }

  /** Whether no event waits for its turn. */
  boolean isOver() {
    return next == size;
  }

  /** Of the event that was added last. */
  long lastOffset() {
    return offsets[size - 1];
  }

  /**
   * The next event's turn.
   *
   * @throws UndecodableException if the event has no row
   * @throws UnscorableException if the model fails on its row
   */
  Turn take() throws UndecodableException, UnscorableException {
    int index = next++;
    if (failures[index] != null) {
      passOver(index);
      throwFailure(failures[index]);
    }
    return turns[index];
  }

  private static void throwFailure(Exception failure)
      throws UndecodableException, UnscorableException {
    if (failure instanceof UndecodableException undecodable) {
      throw undecodable;
    }
    throw (UnscorableException) failure;
  }

  /** The score of the event whose turn was taken last. */
  float score() {
    return turns[next - 1].take(batch, slots[next - 1]);
  }

  /** All outputs for the event whose turn was taken last, where its score came with them. */
  Optional<ScoredRow> detail() {
    return Optional.ofNullable(detail);
  }

  /** Releases the buffers; the batch must not be running. */
  @Override
  public void close() {
    batch.close();
  }
}
