/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import io.reconstream.model.feature.BooleanFeature;
import io.reconstream.model.feature.CategoryFeature;
import io.reconstream.model.feature.Feature;
import io.reconstream.model.feature.FeatureEncoder;
import io.reconstream.model.feature.FeatureException;
import io.reconstream.model.feature.NumericFeature;
import io.reconstream.model.feature.TimestampFeature;
import io.reconstream.stream.event.UndecodableException.Reason;
import java.nio.FloatBuffer;

/** The columns of one feature. What it does not override is left to {@link FeatureEncoder}. */
abstract class FeatureSlot extends Slot {
  private final Feature feature;
  protected final int column;
  private final int columns;

  FeatureSlot(Feature feature, int column) {
    this.feature = feature;
    this.column = column;
    this.columns = feature.columns().size();
  }

  static FeatureSlot of(Feature feature, int column) {
    if (feature instanceof NumericFeature numeric) {
      return new NumericSlot(numeric, column);
    } else if (feature instanceof BooleanFeature bool) {
      return new BooleanSlot(bool, column);
    } else if (feature instanceof CategoryFeature category) {
      return new CategorySlot(category, column);
    } else if (feature instanceof TimestampFeature timestamp) {
      return new TimestampSlot(timestamp, column);
    }
    throw new IllegalArgumentException("unknown feature " + feature);
  }

  @Override
  final void missing(FloatBuffer row, int offset) throws FeatureException {
    if (feature.required()) {
      throw FeatureException.missing(feature);
    }
    for (int i = 0; i < columns; i++) {
      row.put(offset + column + i, Float.NaN);
    }
  }

  @Override
  final void absent(int schemaId, FloatBuffer row, int offset) throws UndecodableException {
    try {
      missing(row, offset);
    } catch (FeatureException e) {
      throw new UndecodableException(
          Reason.MISSING_FIELD,
          "schema %d has no field '%s', which the required feature '%s' reads"
              .formatted(schemaId, feature.field(), feature.name()));
    }
  }

  @Override
  final void value(Object value, FloatBuffer row, int offset) throws FeatureException {
    FeatureEncoder.encode(feature, value, row, offset + column);
  }

  @Override
  final UndecodableException wrongType(String found) {
    return new UndecodableException(
        Reason.WRONG_TYPE,
        "feature '%s' found %s on the path '%s', expected %s"
            .formatted(feature.name(), found, feature.field(), allowed()));
  }

  abstract String allowed();

  /** A number. */
  static final class NumericSlot extends FeatureSlot {
    private final NumericFeature feature;

    NumericSlot(NumericFeature feature, int column) {
      super(feature, column);
      this.feature = feature;
    }

    @Override
    void whole(long value, FloatBuffer row, int offset) throws FeatureException {
      real((double) value, row, offset);
    }

    @Override
    void real(double value, FloatBuffer row, int offset) throws FeatureException {
      row.put(offset + column, feature.encode(value));
    }

    @Override
    String allowed() {
      return "a number";
    }
  }

  /** A boolean. */
  static final class BooleanSlot extends FeatureSlot {
    private final BooleanFeature feature;

    BooleanSlot(BooleanFeature feature, int column) {
      super(feature, column);
      this.feature = feature;
    }

    @Override
    void truth(boolean value, FloatBuffer row, int offset) {
      row.put(offset + column, feature.encode(value));
    }

    @Override
    String allowed() {
      return "a boolean";
    }
  }

  /** A moment. */
  static final class TimestampSlot extends FeatureSlot {
    private final TimestampFeature feature;

    TimestampSlot(TimestampFeature feature, int column) {
      super(feature, column);
      this.feature = feature;
    }

    @Override
    void whole(long value, FloatBuffer row, int offset) {
      instant(value, row, offset);
    }

    @Override
    void instant(long epochMillis, FloatBuffer row, int offset) {
      feature.encode(epochMillis, row, offset + column);
    }

    @Override
    String allowed() {
      return "a timestamp";
    }
  }

  /** A level, found by its bytes: no text is built. */
  static final class CategorySlot extends FeatureSlot {
    private final CategoryFeature feature;
    private final Utf8Table levels;
    private final CodeTable codes;

    CategorySlot(CategoryFeature feature, int column) {
      super(feature, column);
      this.feature = feature;
      this.levels = new Utf8Table(feature.levels());
      this.codes = new CodeTable(feature.levels());
    }

    @Override
    void text(byte[] utf8, int from, int to, FloatBuffer row, int offset) {
      put(levels.find(utf8, from, to), row, offset);
    }

    /** What {@link #put} takes for this level. */
    int levelOf(String level) {
      return feature.levels().indexOf(level);
    }

    @Override
    void whole(long value, FloatBuffer row, int offset) {
      put(codes.find(value), row, offset);
    }

    /** The level's index as the row has it, or -1. */
    void put(int level, FloatBuffer row, int offset) {
      row.put(offset + column, level < 0 ? feature.unseen() : level);
    }

    @Override
    String allowed() {
      return "a text, a number or a boolean";
    }
  }
}
