/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.window;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Turns one machine's measurements (sensor, time, value) into rows. A row's time is the end of its
 * bucket; it holds what every sensor showed by then. Rows come in order, each once, and only for
 * buckets that have a measurement. Not thread-safe.
 */
public final class Pivot {
  private final PivotSpec spec;
  private final Map<String, List<Point>> sensors = new HashMap<>();
  private final TreeMap<Long, String> pending = new TreeMap<>();
  private long closed = Long.MIN_VALUE;
  private long newest = Long.MIN_VALUE;

  /**
   * One measurement.
   *
   * @param time epoch milliseconds
   * @param value NaN where the sensor had none
   */
  public record Point(long time, double value) {}

  /**
   * One row.
   *
   * @param time epoch milliseconds, a multiple of the bucket
   * @param values by sensor; those without a value are not in it
   * @param origin of the measurement that came last into its bucket
   */
  public record Row(long time, Map<String, Double> values, String origin) {}

  /**
   * All that a pivot remembers.
   *
   * @param closed time of the last row, {@link Long#MIN_VALUE} before the first
   * @param newest time of the newest measurement, {@link Long#MIN_VALUE} before the first
   * @param pending origins by the times of rows that are not closed yet
   * @param sensors per sensor its measurements, by time: the last one at or before the last row,
   *     and those after it
   */
  public record State(
      long closed, long newest, Map<Long, String> pending, Map<String, List<Point>> sensors) {

    /** Before the first measurement. */
    public static final State INITIAL =
        new State(Long.MIN_VALUE, Long.MIN_VALUE, Map.of(), Map.of());
  }

  public Pivot(PivotSpec spec, State state) {
    this.spec = spec;
    closed = state.closed();
    newest = state.newest();
    pending.putAll(state.pending());
    state.sensors().forEach((sensor, points) -> sensors.put(sensor, new ArrayList<>(points)));
  }

  public State state() {
    return new State(
        closed, newest, Collections.unmodifiableMap(pending), Collections.unmodifiableMap(sensors));
  }

  /** Whether measurements wait for their row. */
  public boolean hasPending() {
    return !pending.isEmpty();
  }

  /**
   * Takes in a measurement. Of two with the same sensor and time the later one counts.
   *
   * @param origin says where it came from
   * @return false if it is late: its row is closed, and the sensor has a newer one
   */
  public boolean add(String sensor, Point point, String origin) {
    List<Point> points = sensors.computeIfAbsent(sensor, name -> new ArrayList<>());
    int at = points.size();
    while (at > 0 && points.get(at - 1).time() > point.time()) {
      at--;
    }
    boolean again = at > 0 && points.get(at - 1).time() == point.time();
    if (point.time() <= closed) {
      boolean overtaken = at < points.size() && points.get(at).time() <= closed;
      if (again || overtaken) {
        return false;
      }
    } else {
      pending.put(spec.rowTime(point.time()), origin);
    }
    if (again) {
      points.set(at - 1, point);
    } else {
      points.add(at, point);
    }
    newest = Math.max(newest, point.time());
    return true;
  }

  /**
   * Closes the rows whose time is over, by the newest measurement.
   *
   * @param interpolated which sensors may be interpolated; the others have their last value
   */
  public List<Row> due(Predicate<String> interpolated) {
    List<Row> rows = new ArrayList<>();
    while (!pending.isEmpty() && pending.firstKey() + spec.delay().toMillis() < newest) {
      rows.add(close(interpolated));
    }
    return rows;
  }

  /** Closes all rows: no measurement came for so long that none is waited for. */
  public List<Row> flush(Predicate<String> interpolated) {
    List<Row> rows = new ArrayList<>();
    while (!pending.isEmpty()) {
      rows.add(close(interpolated));
    }
    return rows;
  }

  private Row close(Predicate<String> interpolated) {
    Map.Entry<Long, String> first = pending.pollFirstEntry();
    long time = first.getKey();
    closed = time;
    Map<String, Double> values = new HashMap<>();
    sensors.forEach(
        (sensor, points) -> {
          double value = at(time, points, interpolated.test(sensor));
          if (!Double.isNaN(value)) {
            values.put(sensor, value);
          }
          forgetBefore(time, points);
        });
    sensors.values().removeIf(List::isEmpty);
    return new Row(time, Collections.unmodifiableMap(values), first.getValue());
  }

  private double at(long time, List<Point> points, boolean interpolated) {
    int after = 0;
    while (after < points.size() && points.get(after).time() <= time) {
      after++;
    }
    if (after == 0 || isTooOld(time - points.get(after - 1).time())) {
      return Double.NaN;
    }
    Point last = points.get(after - 1);
    if (spec.fill() == PivotSpec.Fill.LAST || !interpolated || after == points.size()) {
      return last.value();
    }
    Point next = points.get(after);
    if (Double.isNaN(next.value()) || isTooOld(next.time() - last.time())) {
      return last.value();
    }
    double share = (double) (time - last.time()) / (next.time() - last.time());
    return last.value() + share * (next.value() - last.value());
  }

  private boolean isTooOld(long age) {
    return !spec.maxAge().isZero() && age > spec.maxAge().toMillis();
  }

  /** Keeps the last measurement at or before this time, unless it is too old for any later row. */
  private void forgetBefore(long time, List<Point> points) {
    while (points.size() > 1 && points.get(1).time() <= time) {
      points.remove(0);
    }
    if (!points.isEmpty() && isTooOld(time - points.get(0).time())) {
      points.remove(0);
    }
  }
}
