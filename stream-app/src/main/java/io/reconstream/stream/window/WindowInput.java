/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.window;

import io.reconstream.model.scoring.ScoringBatch;
import io.reconstream.model.window.MissingRows;
import io.reconstream.model.window.RowWindow;
import io.reconstream.model.window.Smoothing;
import io.reconstream.model.window.WindowFold;
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
 * is folded over the keys' windows as they are; those change at each event's own turn.
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

  /** A key whose newest window is let go had all its turns: what it keeps is up to date. */
  @Override
  public void release(FloatBuffer inputs) {
    looked.values().removeIf(ahead -> ahead.isLetGo(inputs));
  }

  /** Nothing is left: a window depends on those before it. */
  @Override
  public Completion completion() {
    return (value, inputs, slot) -> {};
  }

  @Override
  public Turn prepare(ConsumerRecord<byte[], byte[]> event, FloatBuffer inputs, int slot)
      throws UndecodableException {
    byte[] value = event.value();
    // as the topology's timestamp extractor gives it to the event at its turn
    long timestamp = Math.max(0, event.timestamp());
    Bytes key = identity.key(event.key(), value);
    long time = identity.time(value, timestamp);
    int last = ((slot + 1) * spec.length() - 1) * width;
    decoder.decode(value, inputs, last);
    float[] row = new float[width];
    inputs.get(last, row);
    RowSource source = new RowSource(event.topic().hashCode(), event.offset());
    Ahead ahead = looked.computeIfAbsent(key, unseen -> lookedFrom(unseen, source));
    NewestRow next = new NewestRow(0, time, FloatBuffer.wrap(row), source);
    return ahead.next(key, next, timestamp, inputs, slot);
  }

  private Ahead lookedFrom(Bytes key, RowSource source) {
    KeyWindow window = windows.before(key, source);
    return new Ahead(window.newest(), new WindowFold().start(window.rows()));
  }

  /** A key as it will be after the events looked ahead so far. */
  private final class Ahead {
    private final WindowFold fold;
    private NewestRow newest;

    Ahead(NewestRow newest, WindowFold fold) {
      this.newest = newest;
      this.fold = fold;
    }

    @SuppressWarnings("ReferenceEquality") // another buffer is another object
    boolean isLetGo(FloatBuffer inputs) {
      return fold.buffer() == null || fold.buffer() == inputs;
    }

    /**
     * @param event its sequence is still unknown
     */
    Turn next(Bytes key, NewestRow event, long timestamp, FloatBuffer inputs, int slot) {
      Arrival arrival = rules.judge(newest, event.time(), event.row(), timestamp, spec.length());
      NewestRow before = newest;
      if (arrival.takenIn()) {
        boolean anew = arrival == Arrival.AFTER_GAP;
        if (anew) {
          fold.start(new RowWindow(spec, width));
        }
        List<NewestRow> between =
            arrival == Arrival.AFTER_MISSING ? between(before, event) : List.of();
        boolean ready =
            between.isEmpty() // as nearly always, and this is asked per event
                ? fold.append(inputs, slot)
                : fold.append(inputs, slot, between.stream().map(NewestRow::row).toList());
        NewestRow last = between.isEmpty() ? before : between.get(between.size() - 1);
        newest = event.withSequence(NewestRow.sequenceAfter(last, anew, spec.length()));
        return new WindowTurn(key, event.source(), arrival, before, between, newest, ready);
      }
      return new WindowTurn(key, event.source(), arrival, before, List.of(), newest, false);
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
    private final Bytes key;
    private final RowSource source;
    private final Arrival arrival;
    private final NewestRow before;
    private final List<NewestRow> between;
    private final NewestRow row;
    private final boolean ready;

    WindowTurn(
        Bytes key,
        RowSource source,
        Arrival arrival,
        NewestRow before,
        List<NewestRow> between,
        NewestRow row,
        boolean ready) {
      this.key = key;
      this.source = source;
      this.arrival = arrival;
      this.before = before;
      this.between = between;
      this.row = row;
      this.ready = ready;
    }

    /** While a window fills up, its slot is what the key's next one is copied from. */
    @Override
    public boolean fillsSlot() {
      return arrival.takenIn();
    }

    @Override
    public boolean ready() {
      return ready;
    }

    /**
     * The key's newest row must be the very one that was foreseen: one like it may follow others,
     * as topics that share windows may be looked ahead in another order than they are taken.
     */
    @Override
    @SuppressWarnings("ReferenceEquality")
    public boolean holds() {
      return windows.before(key, source).newest() == before;
    }

    @Override
    public float take(ScoringBatch batch, int slot) {
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
        window.append(missed);
        windows.store(key, window);
      }
      metrics.rowsInterpolated(between.size());
      window.append(row);
      float score = ready ? scoreOf(window, batch, slot) : Float.NaN;
      windows.store(key, window);
      return score;
    }

    private float scoreOf(KeyWindow window, ScoringBatch batch, int slot) {
      if (smoothing == null) {
        return batch.scoreOf(slot);
      }
      batch.componentsOf(slot, parts);
      return window.smooth(smoothing, parts);
    }

    @Override
    public void writeTo(byte[] value, FloatBuffer inputs) {
      windows.get(key).copyTo(inputs);
    }

    @Override
    public WindowStretch stretch() {
      return windows.get(key).stretch();
    }
  }
}
