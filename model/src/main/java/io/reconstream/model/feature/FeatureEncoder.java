/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.feature;

import java.nio.FloatBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Encodes one record into one row. This is the reference: the stream's compiled decoders must give
 * the same floats for the same record, and are tested against it.
 *
 * <p>Immutable and thread-safe.
 */
public final class FeatureEncoder {
  private static final int LONGEST_ISO = 64;

  private final FeatureSpec spec;

  public FeatureEncoder(FeatureSpec spec) {
    this.spec = spec;
  }

  /**
   * Writes the record's row.
   *
   * @param record the values by path
   * @param row where the row goes
   * @param offset index of the row's first column in {@code row}
   * @throws FeatureException if the record has no row; {@code row} may then be partly written
   */
  public void encode(FieldValues record, FloatBuffer row, int offset) throws FeatureException {
    int column = offset;
    for (Feature feature : spec.features()) {
      Object value = record.get(feature.field());
      if (value == null) {
        missing(feature, row, column);
      } else {
        encode(feature, value, row, column);
      }
      column += feature.columns().size();
    }
  }

  /** Marks a feature's columns as missing, or refuses the record if the feature is required. */
  public static void missing(Feature feature, FloatBuffer row, int column) throws FeatureException {
    if (feature.required()) {
      throw FeatureException.missing(feature);
    }
    for (int i = 0; i < feature.columns().size(); i++) {
      row.put(column + i, Float.NaN);
    }
  }

  /**
   * Writes one feature's columns.
   *
   * @param value as {@link FieldValues} gives it, but not null
   * @param column index of the feature's first column in {@code row}
   */
  public static void encode(Feature feature, Object value, FloatBuffer row, int column)
      throws FeatureException {
    if (feature instanceof NumericFeature numeric) {
      if (!(value instanceof Number number)) {
        throw FeatureException.wrongType(feature, value, "a number");
      }
      row.put(column, numeric.encode(number.doubleValue()));
    } else if (feature instanceof BooleanFeature bool) {
      if (!(value instanceof Boolean truth)) {
        throw FeatureException.wrongType(feature, value, "a boolean");
      }
      row.put(column, bool.encode(truth));
    } else if (feature instanceof CategoryFeature category) {
      if (!(value instanceof CharSequence
          || value instanceof Number
          || value instanceof Boolean
          || value instanceof Instant)) {
        throw FeatureException.wrongType(feature, value, "a text, a number or a boolean");
      }
      row.put(column, category.encode(value.toString()));
    } else if (feature instanceof TimestampFeature timestamp) {
      timestamp.encode(epochMillis(timestamp, value), row, column);
    }
  }

  /** Epoch milliseconds of an {@link Instant}, a long that counts them, or an ISO-8601 text. */
  private static long epochMillis(TimestampFeature feature, Object value) throws FeatureException {
    if (value instanceof Instant instant) {
      return instant.toEpochMilli();
    }
    if (value instanceof Long || value instanceof Integer) {
      return ((Number) value).longValue();
    }
    if (value instanceof CharSequence text) {
      try {
        return parse(text.toString()).toEpochMilli();
      } catch (DateTimeException | ArithmeticException e) {
        throw FeatureException.wrongType(feature, value, "an ISO-8601 date and time");
      }
    }
    throw FeatureException.wrongType(feature, value, "a timestamp");
  }

  /** Reads ISO-8601 with or without zone (then UTC), with 'T' or a blank between date and time. */
  public static Instant parse(String text) {
    if (text.length() > LONGEST_ISO) {
      throw new DateTimeException("longer than any ISO-8601 date and time");
    }
    String iso = text.strip().replace(' ', 'T');
    boolean zoned = iso.endsWith("Z") || iso.matches(".*T.*[+-]\\d\\d(:?\\d\\d)?");
    return zoned
        ? OffsetDateTime.parse(iso).toInstant()
        : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
  }
}
