/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.window;

import io.reconstream.model.scoring.ScoringBatch;
import io.reconstream.model.window.MissingRows;
import io.reconstream.model.window.RowWindow;
import io.reconstream.model.window.Smoothing;
import io.reconstream.model.window.WindowSpec;
import io.reconstream.stream.event.EventDecoder;
import io.reconstream.stream.event.UndecodableException;
import io.reconstream.stream.metrics.StreamMetrics;
import io.reconstream.stream.scoring.ModelInput;
import io.reconstream.stream.scoring.Turn;
import io.reconstream.stream.scoring.WindowStretch;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.Cancellable;

/**
 * Inputs of a model of windows: each event with the rows of its key before it. What is looked ahead
 * goes on from the keys' windows; what is kept of a key changes at each event's own turn.
 */
final class WindowInput implements ModelInput {
  private final KeyWindows windows;
  private final EventIdentity identity;
  private final EventDecoder decoder;
  private final ArrivalRules rules;
  private final StreamMetrics metrics;
  private final WindowSpec spec;
  private final Smoothing smoothing;
  private final float[] parts;
  private final int width;
  private final MissingRows missing;
  private final Map<Bytes, Ahead> looked = new HashMap<>();
  private Cancellable upkeep = () -> {};
  private long newestTime = Long.MIN_VALUE;

  /** What a window of a task is made of, beside its rows. */
  record Shape(WindowSpec spec, Smoothing smoothing, int width, MissingRows missing) {}

  WindowInput(
      KeyWindows windows,
      EventIdentity identity,
      EventDecoder decoder,
      ArrivalRules rules,
      StreamMetrics metrics,
      Shape shape) {
    this.windows = windows;
    this.identity = identity;
    this.decoder = decoder;
    this.rules = rules;
    this.metrics = metrics;
    this.spec = shape.spec();
    this.smoothing = shape.smoothing();
    this.parts = smoothing == null ? null : new float[smoothing.weights().size()];
    this.width = shape.width();
    this.missing = shape.missing();
  }

  /** What ends when another model serves. */
  void upkeep(Cancellable scheduled) {
    upkeep = scheduled;
  }

  /** How many keys' windows are foreseen beyond what is kept of them. */
  int lookedAhead() {
    return looked.size();
  }

  /** The newest event time of all keys, {@link Long#MIN_VALUE} before the first event. */
  long newestTime() {
    return newestTime;
  }

  @Override
  public void close() {
    upkeep.cancel();
  }

  @Override
  public boolean independent() {
    return false;
  }

  @Override
  public void begin() {
    looked.clear();
  }

  /**
   * A window is copied where its model runs: rows travel between processors, windows do not. A
   * turn's window never changes.
   */
  @Override
  public Completion completion() {
    return Turn::writeTo;
  }

  @Override
  public Turn prepare(ConsumerRecord<byte[], byte[]> event) throws UndecodableException {
    byte[] value = event.value();
    // as the topology's timestamp extractor gives it to the event at its turn
    long timestamp = Math.max(0, event.timestamp());
    Bytes key = identity.key(event.key(), value);
    long time = identity.time(value, timestamp);
    FloatBuffer row = FloatBuffer.allocate(width);
    decoder.decode(value, row, 0);
    RowSource source = new RowSource(event.topic().hashCode(), event.offset());
    Ahead ahead = looked.computeIfAbsent(key, unseen -> lookedFrom(unseen, source));
    NewestRow next = new NewestRow(0, time, row, source);
    return ahead.next(key, next, timestamp);
  }

  private Ahead lookedFrom(Bytes key, RowSource source) {
    KeyWindow window = windows.before(key, source);
    return new Ahead(window.newest(), window.rows());
  }

  /** A key as it will be after the events looked ahead so far. */
  private final class Ahead {
    private NewestRow newest;
    private RowWindow window;

    Ahead(NewestRow newest, RowWindow window) {
      this.newest = newest;
      this.window = window;
    }

    /**
     * @param event its sequence is still unknown
     */
    Turn next(Bytes key, NewestRow event, long timestamp) {
      Arrival arrival = rules.judge(newest, event.time(), event.row(), timestamp, spec.length());
      NewestRow before = newest;
      if (!arrival.takenIn()) {
        return new WindowTurn(this, key, arrival, before, List.of(), event, window);
      }
      boolean anew = arrival == Arrival.AFTER_GAP;
      if (anew) {
        window = RowWindow.empty(spec, width);
      }
      List<NewestRow> between =
          arrival == Arrival.AFTER_MISSING ? between(before, event) : List.of();
      for (NewestRow missed : between) {
        window = window.append(missed.row(), 0);
      }
      window = window.append(event.row(), 0);
      NewestRow last = between.isEmpty() ? before : between.get(between.size() - 1);
      newest = event.withSequence(NewestRow.sequenceAfter(last, anew, spec.length()));
      return new WindowTurn(this, key, arrival, before, between, newest, window);
    }

    /** Whether no event of the key behind this one was looked ahead. */
    @SuppressWarnings("ReferenceEquality") // a row like it may follow
    boolean endsWith(NewestRow row) {
      return newest == row;
    }

    private List<NewestRow> between(NewestRow before, NewestRow event) {
      long silence = event.time() - before.time();
      int count = (int) rules.missing(silence);
      List<FloatBuffer> rows = missing.between(before.row(), event.row(), count);
      List<NewestRow> between = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        long at = before.time() + silence * (i + 1) / (count + 1);
        between.add(new NewestRow(before.sequence() + 1 + i, at, rows.get(i), event.source()));
      }
      return between;
    }
  }

  private final class WindowTurn implements Turn {
    private final Ahead ahead;
    private final Bytes key;
    private final Arrival arrival;
    private final NewestRow before;
    private final List<NewestRow> between;
    private final NewestRow row;
    private final RowWindow after;

    /**
     * @param before the key's newest row when the event's turn comes
     * @param between rows that are missing before the event's
     * @param after the key's window with them and the event's row, where that is taken in
     */
    WindowTurn(
        Ahead ahead,
        Bytes key,
        Arrival arrival,
        NewestRow before,
        List<NewestRow> between,
        NewestRow row,
        RowWindow after) {
      this.ahead = ahead;
      this.key = key;
      this.arrival = arrival;
      this.before = before;
      this.between = between;
      this.row = row;
      this.after = after;
    }

    @Override
    public boolean ready() {
      return arrival.takenIn() && after.ready();
    }

    /**
     * The key's newest row must be the very one that was foreseen: one like it may follow others,
     * as topics that share windows may be looked ahead in another order than they are taken.
     */
    @Override
    @SuppressWarnings("ReferenceEquality")
    public boolean holds() {
      return windows.before(key, row.source()).newest() == before;
    }

    @Override
    public float take(ScoringBatch batch, int slot) {
      if (ahead.endsWith(arrival.takenIn() ? row : before)) {
        looked.remove(key, ahead); // the key's window is what was foreseen
      }
      if (!arrival.takenIn()) {
        metrics.notTakenIn(arrival.name());
        return Float.NaN;
      }
      if (arrival == Arrival.AFTER_GAP) {
        metrics.windowBegunAnew();
      }
      newestTime = Math.max(newestTime, row.time());
      KeyWindow window = windows.get(key);
      for (NewestRow missed : between) {
        window.append(missed, after); // of the window's rows only the newest is stored
        windows.store(key, window);
      }
      metrics.rowsInterpolated(between.size());
      window.append(row, after);
      float score = ready() ? scoreOf(window, batch, slot) : Float.NaN;
      windows.store(key, window);
      return score;
    }

    /** Those foreseen behind this event do not follow what the key has. */
    @Override
    public void passOver() {
      looked.remove(key, ahead);
    }

    private float scoreOf(KeyWindow window, ScoringBatch batch, int slot) {
      if (smoothing == null) {
        return batch.scoreOf(slot);
      }
      batch.componentsOf(slot, parts);
      return window.smooth(smoothing, parts);
    }

    @Override
    public void writeTo(byte[] value, FloatBuffer inputs, int slot) {
      after.copyTo(inputs, slot * spec.length() * width);
    }

    @Override
    public WindowStretch stretch() {
      return windows.get(key).stretch();
    }
  }
}
