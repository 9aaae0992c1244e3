/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.alert;

import io.reconstream.model.threshold.AdaptiveThreshold;
import io.reconstream.stream.models.ServingModel;
import io.reconstream.stream.state.StoreSweep;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Thresholds that follow each key, kept in a store. A key begins anew with another model, whose
 * scores are others.
 *
 * <pre>
 * format 3 (byte), model (int), numbers of the threshold (double each), time of the newest event
 * (long), events counted up to a thousand (int), mean interval (double, milliseconds)
 * </pre>
 *
 * Format 2 had other numbers, and one more; the first ended with these.
 */
final class AdaptiveThresholds implements KeyThresholds {
  private static final byte FORMAT = 3;
  private static final byte FIRST_FORMAT = 1;

  /** Before a key's second event. */
  private static final double FIRST_INTERVAL = Duration.ofMinutes(1).toMillis();

  /** Over how many events the interval is a mean. */
  private static final int MEMORY = 1_000;

  /** A silence so many times the interval is a gap, and says nothing of the interval. */
  private static final double GAP = 10;

  private final KeyValueStore<String, byte[]> store;
  private final AlertBudget budget;
  private final StoreSweep sweep;
  private ServingModel model;
  private AdaptiveThreshold adaptive;
  private int modelId;
  private AdaptiveThreshold.State state;
  private long newest;
  private int events;
  private double interval;
  private double rate;

  AdaptiveThresholds(KeyValueStore<String, byte[]> store, AlertBudget budget) {
    this.store = store;
    this.budget = budget;
    this.sweep = new StoreSweep(store);
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // asked per event: another model is another object
  public double threshold(String key, ServingModel serving, long time) {
    if (serving != model) {
      model = serving;
      modelId = Integer.parseUnsignedInt(serving.bundle().hash().substring(0, 8), 16);
      adaptive =
          new AdaptiveThreshold(
              AdaptiveThreshold.Settings.of(
                  budget.rate(FIRST_INTERVAL, AdaptiveThreshold.MOST_RATE)),
              serving.bundle().metadata().distribution());
    }
    read(store.get(key), time);
    return state.threshold();
  }

  @Override
  public double rate() {
    return rate;
  }

  /** Of the key last asked for. */
  @Override
  public void learn(String key, double score, boolean alert, boolean frozen) {
    adaptive.observe(state, score, alert, frozen);
    double[] numbers = state.toNumbers();
    ByteBuffer bytes =
        ByteBuffer.allocate(
                Byte.BYTES
                    + Integer.BYTES
                    + numbers.length * Double.BYTES
                    + Long.BYTES
                    + Integer.BYTES
                    + Double.BYTES)
            .put(FORMAT)
            .putInt(modelId);
    for (double number : numbers) {
      bytes.putDouble(number);
    }
    bytes.putLong(newest).putInt(events).putDouble(interval);
    store.put(key, bytes.array());
  }

  @Override
  public void forgetIdle(Duration idle, EventClock clock, long wall) {
    sweep.step(
        (key, stored) -> {
          ByteBuffer bytes = known(stored);
          byte format = bytes.get();
          boolean first = format == FIRST_FORMAT;
          long seen = first ? 0 : bytes.getLong(timesAt(format));
          if (!first && clock.silence(seen, wall) > idle.toMillis()) {
            store.delete(key);
          }
        });
  }

  private static int timesAt(byte format) {
    return Byte.BYTES + Integer.BYTES + numbers(format) * Double.BYTES;
  }

  private static int numbers(byte format) {
    return format == FORMAT
        ? AdaptiveThreshold.State.NUMBERS
        : AdaptiveThreshold.State.FIRST_NUMBERS;
  }

  private void read(byte[] stored, long time) {
    newest = time;
    events = 1;
    interval = FIRST_INTERVAL;
    if (stored == null) {
      rate = budget.rate(interval, AdaptiveThreshold.MOST_RATE);
      state = adaptive.initial(rate);
      return;
    }
    ByteBuffer bytes = known(stored);
    byte format = bytes.get();
    int storedModel = bytes.getInt();
    double[] numbers = new double[numbers(format)];
    bytes.asDoubleBuffer().get(numbers);
    if (format != FIRST_FORMAT) {
      bytes.position(timesAt(format));
      count(bytes.getLong(), bytes.getInt(), bytes.getDouble(), time);
    }
    rate = budget.rate(interval, AdaptiveThreshold.MOST_RATE);
    if (storedModel != modelId) {
      state = adaptive.initial(rate);
    } else {
      state =
          format == FORMAT ? adaptive.restore(numbers, rate) : adaptive.restoreFirst(numbers, rate);
    }
  }

  /** The mean interval with one more event in it, unless that is late or comes after a gap. */
  private void count(long before, int counted, double mean, long time) {
    newest = Math.max(before, time);
    events = counted;
    interval = mean;
    double silence = (double) time - before;
    if (counted == 1 && silence > 0) {
      interval = silence;
      events = 2;
    } else if (silence > 0 && silence <= GAP * mean) {
      events = Math.min(MEMORY, counted + 1);
      interval = mean + (silence - mean) / (events - 1);
    }
  }

  private ByteBuffer known(byte[] stored) {
    if (stored[0] < FIRST_FORMAT || stored[0] > FORMAT) {
      throw new IllegalStateException(
          "a threshold in store '%s' has format %d, this version reads up to %d; reset the application's state or use the version that wrote it"
              .formatted(store.name(), stored[0], FORMAT));
    }
    return ByteBuffer.wrap(stored);
  }
}
