/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.dataset;

import io.reconstream.model.feature.FieldPath;
import io.reconstream.trainer.config.InvalidInputException;
import io.reconstream.trainer.source.Records;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The records that {@code data.where} lets through, each with its time and label. */
final class RecordScan implements AutoCloseable {
  private final Roles roles;
  private final Records.Cursor cursor;
  private final int time;
  private final int key;
  private final int label;
  private final int where;
  private long read;

  /**
   * @param fields what {@link #get} gives, in order
   */
  RecordScan(Records records, Roles roles, List<FieldPath> fields) {
    this.roles = roles;
    List<FieldPath> all = new ArrayList<>(fields);
    this.time = all.size();
    if (roles.time() != null) {
      all.add(roles.time());
    }
    this.key = all.size();
    if (roles.key() != null) {
      all.add(roles.key());
    }
    this.label = all.size();
    if (roles.label() != null) {
      all.add(roles.label());
    }
    this.where = all.size();
    all.addAll(roles.where().keySet());
    this.cursor = records.open(all);
  }

  boolean next() {
    while (cursor.next()) {
      read++;
      if (wanted()) {
        return true;
      }
    }
    return false;
  }

  private boolean wanted() {
    int index = where;
    for (Map.Entry<FieldPath, String> condition : roles.where().entrySet()) {
      Object value = cursor.get(index++);
      if (value == null || !value.toString().strip().equals(condition.getValue())) {
        return false;
      }
    }
    return true;
  }

  /** Records read so far, those not wanted included. */
  long read() {
    return read;
  }

  Object get(int index) {
    return cursor.get(index);
  }

  boolean untyped() {
    return cursor.untyped();
  }

  int origin() {
    return cursor.origin();
  }

  /** What the record's series is known by: its key, or without a key column its file. */
  Object series() {
    if (roles.key() == null) {
      return cursor.origin();
    }
    Object value = cursor.get(key);
    if (value == null) {
      throw new InvalidInputException(
          "%s: key '%s' has no value, expected one".formatted(position(), roles.key()));
    }
    return value.toString();
  }

  String position() {
    return cursor.position();
  }

  /** Whether the label calls this record an anomaly. */
  boolean anomalous() {
    Object value = cursor.get(label);
    if (value instanceof Boolean truth) {
      return truth;
    }
    String text = value == null ? "" : value.toString().strip().toLowerCase(Locale.ROOT);
    return switch (text) {
      case "1", "1.0", "true", "anomaly" -> true;
      case "0", "0.0", "false", "normal" -> false;
      default ->
          throw new InvalidInputException(
              "%s: label '%s' is '%s', expected 0, false or normal, or 1, true or anomaly"
                  .formatted(position(), roles.label(), value == null ? "" : value));
    };
  }

  /** A number that orders records by time: the unit is the source's. */
  long time() {
    Object value = cursor.get(time);
    if (value instanceof CharSequence text) {
      Double number = cursor.untyped() ? Cells.number(text.toString()) : null;
      value = number == null ? Cells.moment(text.toString()) : number;
    }
    if (value instanceof Instant moment) {
      return Math.addExact(
          Math.multiplyExact(moment.getEpochSecond(), 1_000_000L), moment.getNano() / 1000);
    }
    if (value instanceof Long || value instanceof Integer) {
      return ((Number) value).longValue();
    }
    if (value instanceof Number number && !Double.isNaN(number.doubleValue())) {
      long bits = Double.doubleToLongBits(number.doubleValue());
      return bits ^ ((bits >> 63) & Long.MAX_VALUE); // negative numbers below positive ones
    }
    Object actual = cursor.get(time);
    throw new InvalidInputException(
        "%s: time '%s' is '%s', expected an ISO-8601 date and time, or a number"
            .formatted(position(), roles.time(), actual == null ? "" : actual));
  }

  @Override
  public void close() {
    cursor.close();
  }
}
