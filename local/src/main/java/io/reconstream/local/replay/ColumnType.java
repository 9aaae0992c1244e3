/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.replay;

import io.reconstream.model.feature.FeatureEncoder;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** What the values of a column are, as Avro; from the narrowest to what holds anything. */
enum ColumnType {
  BOOLEAN {
    @Override
    Schema schema() {
      return Schema.create(Schema.Type.BOOLEAN);
    }

    @Override
    Object parse(String text) {
      if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
        return Boolean.valueOf(text);
      }
      throw new IllegalArgumentException(text);
    }
  },
  LONG {
    @Override
    Schema schema() {
      return Schema.create(Schema.Type.LONG);
    }

    @Override
    Object parse(String text) {
      return Long.valueOf(text);
    }
  },
  DOUBLE {
    @Override
    Schema schema() {
      return Schema.create(Schema.Type.DOUBLE);
    }

    @Override
    Object parse(String text) {
      // Java would also read 1d and 0x1p3
      if (!text.isEmpty() && Character.isLetter(text.charAt(text.length() - 1))) {
        return notFinite(text);
      }
      return Double.valueOf(text);
    }
  },
  TIMESTAMP {
    @Override
    Schema schema() {
      return LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
    }

    @Override
    Object parse(String text) {
      try {
        return FeatureEncoder.parse(text).toEpochMilli();
      } catch (DateTimeException e) {
        throw new IllegalArgumentException(text, e);
      }
    }
  },
  STRING {
    @Override
    Schema schema() {
      return Schema.create(Schema.Type.STRING);
    }

    @Override
    Object parse(String text) {
      return text;
    }
  };

  abstract Schema schema();

  /**
   * Reads a text as this type.
   *
   * @throws IllegalArgumentException if it is none
   */
  abstract Object parse(String text);

  /** The type of one value. */
  static ColumnType of(Object value, boolean untyped) {
    if (value instanceof Boolean) {
      return BOOLEAN;
    }
    if (value instanceof Long || value instanceof Integer || value instanceof Short) {
      return LONG;
    }
    if (value instanceof Number) {
      return DOUBLE;
    }
    if (value instanceof Instant) {
      return TIMESTAMP;
    }
    String text = value.toString().strip();
    if (untyped) {
      for (ColumnType type : List.of(BOOLEAN, LONG, DOUBLE)) {
        if (type.reads(text)) {
          return type;
        }
      }
    }
    return STRING;
  }

  /** The narrowest type that holds the values of both. */
  ColumnType and(ColumnType other) {
    if (this == other) {
      return this;
    }
    boolean numbers = (this == LONG || this == DOUBLE) && (other == LONG || other == DOUBLE);
    return numbers ? DOUBLE : STRING;
  }

  private boolean reads(String text) {
    try {
      parse(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Double notFinite(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "nan" -> Double.NaN;
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> throw new IllegalArgumentException(text);
    };
  }
}
