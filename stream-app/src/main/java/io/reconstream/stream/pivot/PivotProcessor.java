/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.pivot;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.reconstream.model.feature.Feature;
import io.reconstream.model.feature.NumericFeature;
import io.reconstream.model.window.Pivot;
import io.reconstream.model.window.Pivot.Point;
import io.reconstream.model.window.Pivot.Row;
import io.reconstream.model.window.PivotSpec;
import io.reconstream.stream.event.Measurement;
import io.reconstream.stream.event.MeasurementDecoder;
import io.reconstream.stream.event.Origin;
import io.reconstream.stream.event.PivotedRows;
import io.reconstream.stream.event.SizeLimit;
import io.reconstream.stream.event.UndecodableException;
import io.reconstream.stream.event.UndecodableException.Reason;
import io.reconstream.stream.metrics.StreamMetrics;
import io.reconstream.stream.models.ModelSource;
import io.reconstream.stream.models.ServingModel;
import io.reconstream.stream.state.StoreSweep;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Makes rows per machine of events that hold one measurement each. */
public final class PivotProcessor implements Processor<byte[], byte[], byte[], byte[]> {
  /** The store with what waits for its row, per machine. */
  public static final String STORE = "pivots";

  private static final Duration UPKEEP_EVERY = Duration.ofSeconds(1);

  /**
   * How rows are made.
   *
   * @param ignoresUnknown whether measurements of sensors that are no feature are dropped, not dead
   *     letters
   * @param ahead how far a measurement's time may be after its record's timestamp
   * @param idle a machine silent for longer is forgotten; zero: never
   */
  public record Settings(PivotSpec spec, boolean ignoresUnknown, Duration ahead, Duration idle) {}

  private final MeasurementDecoder decoder;
  private final ModelSource models;
  private final Settings settings;
  private final StreamMetrics metrics;
  private final DeadLetters.Factory letters;
  private final String next;

  /** When machines with rows that wait had their last measurement, by the clock. */
  private final Map<String, Long> waiting = new HashMap<>();

  private ProcessorContext<byte[], byte[]> context;
  private KeyValueStore<String, byte[]> store;
  private StoreSweep sweep;
  private DeadLetters deadLetters;
  private ServingModel model;
  private Map<String, Boolean> interpolatedBySensor = Map.of();
  private long newest = Long.MIN_VALUE;

  private PivotProcessor(
      MeasurementDecoder decoder,
      ModelSource models,
      Settings settings,
      StreamMetrics metrics,
      DeadLetters.Factory letters,
      String next) {
    this.decoder = decoder;
    this.models = models;
    this.settings = settings;
    this.metrics = metrics;
    this.letters = letters;
    this.next = next;
  }

  /**
   * One processor per task.
   *
   * @param models tells which sensors are features
   * @param next the node that gets rows
   */
  public static ProcessorSupplier<byte[], byte[], byte[], byte[]> supplier(
      Supplier<MeasurementDecoder> decoder,
      ModelSource models,
      Settings settings,
      StreamMetrics metrics,
      DeadLetters.Factory letters,
      String next) {
    return new ProcessorSupplier<>() {
      @Override
      public Processor<byte[], byte[], byte[], byte[]> get() {
        return new PivotProcessor(decoder.get(), models, settings, metrics, letters, next);
      }

      @Override
      public Set<StoreBuilder<?>> stores() {
        // changes with each measurement: the cache leaves one changelog record a machine and commit
        return Set.of(
            Stores.keyValueStoreBuilder(
                    Stores.persistentKeyValueStore(STORE), Serdes.String(), Serdes.ByteArray())
                .withCachingEnabled());
      }
    };
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    store = context.getStateStore(STORE);
    sweep = new StoreSweep(store);
    deadLetters = letters.of(context);
    try (KeyValueIterator<String, byte[]> machines = store.all()) {
      while (machines.hasNext()) {
        KeyValue<String, byte[]> machine = machines.next();
        if (!PivotFormat.read(machine.value).pending().isEmpty()) {
          waiting.put(machine.key, context.currentSystemTimeMs());
        }
      }
    }
    context.schedule(UPKEEP_EVERY, PunctuationType.WALL_CLOCK_TIME, this::upkeep);
  }

  @Override
  public void process(Record<byte[], byte[]> event) {
    try {
      Measurement measurement = decoder.decode(event.value());
      String machine = machine(measurement, event.key());
      if (knows(measurement.sensor())) {
        take(machine, measurement, event);
      } else {
        metrics.measurement("IGNORED");
      }
    } catch (UndecodableException e) {
      deadLetters.send(event, e);
    }
  }

  private static String machine(Measurement measurement, byte[] key) throws UndecodableException {
    if (measurement.machine() != null) {
      return measurement.machine();
    }
    if (key == null) {
      throw new UndecodableException(
          Reason.NULL_KEY,
          "the record's key is null, expected the machine that the measurement is of; key.field can name a field with it");
    }
    return new String(SizeLimit.requireKey(key), UTF_8);
  }

  /** Per sensor that is a feature, whether it is a measure: only those can be interpolated. */
  @SuppressWarnings("ReferenceEquality") // asked per event: another model is another object
  private Map<String, Boolean> sensors() {
    ServingModel serving = models.current();
    if (serving != model) {
      model = serving;
      interpolatedBySensor = new HashMap<>();
      for (Feature feature : serving.bundle().metadata().features().features()) {
        interpolatedBySensor.put(feature.name(), feature instanceof NumericFeature);
      }
    }
    return interpolatedBySensor;
  }

  private boolean knows(String sensor) throws UndecodableException {
    if (sensors().containsKey(sensor)) {
      return true;
    }
    if (settings.ignoresUnknown()) {
      return false;
    }
    throw new UndecodableException(
        Reason.UNKNOWN_SENSOR,
        "the sensor '%s' is no feature of the model, which has %s"
            .formatted(sensor, String.join(", ", model.bundle().metadata().features().names())));
  }

  private void take(String machine, Measurement measurement, Record<byte[], byte[]> event) {
    long time = measurement.time() == null ? event.timestamp() : measurement.time();
    if (time - event.timestamp() > settings.ahead().toMillis()) {
      metrics.measurement("FUTURE");
      return;
    }
    Pivot pivot = new Pivot(settings.spec(), PivotFormat.read(store.get(machine)));
    String origin = Origin.text(Origin.of(event.headers(), context.recordMetadata().orElseThrow()));
    if (!pivot.add(measurement.sensor(), new Point(time, measurement.value()), origin)) {
      metrics.measurement("LATE");
      return;
    }
    metrics.measurement("TAKEN_IN");
    newest = Math.max(newest, time);
    forward(machine, pivot.due(this::isInterpolated));
    keep(machine, pivot);
  }

  private boolean isInterpolated(String sensor) {
    return sensors().getOrDefault(sensor, false);
  }

  private void keep(String machine, Pivot pivot) {
    store.put(machine, PivotFormat.write(pivot.state()));
    if (pivot.hasPending()) {
      waiting.put(machine, context.currentSystemTimeMs());
    } else {
      waiting.remove(machine);
    }
  }

  private void forward(String machine, List<Row> rows) {
    for (Row row : rows) {
      context.forward(
          new Record<>(
              machine.getBytes(UTF_8),
              PivotedRows.encode(row.time(), row.values()),
              Math.max(0, row.time()),
              Origin.headers(new RecordHeaders(), row.origin())),
          next);
    }
  }

  /** Closes rows of machines that have fallen silent, and forgets machines silent for long. */
  private void upkeep(long wall) {
    long patience =
        Math.max(settings.spec().bucket().toMillis(), UPKEEP_EVERY.toMillis())
            + settings.spec().delay().toMillis();
    Iterator<Map.Entry<String, Long>> machines = waiting.entrySet().iterator();
    while (machines.hasNext()) {
      Map.Entry<String, Long> machine = machines.next();
      if (wall - machine.getValue() > patience) {
        machines.remove();
        Pivot pivot = new Pivot(settings.spec(), PivotFormat.read(store.get(machine.getKey())));
        forward(machine.getKey(), pivot.flush(this::isInterpolated));
        store.put(machine.getKey(), PivotFormat.write(pivot.state()));
      }
    }
    if (!settings.idle().isZero() && newest != Long.MIN_VALUE) {
      sweep.step(
          (machine, stored) -> {
            if (newest - PivotFormat.read(stored).newest() > settings.idle().toMillis()) {
              store.delete(machine);
              waiting.remove(machine);
            }
          });
    }
  }
}
