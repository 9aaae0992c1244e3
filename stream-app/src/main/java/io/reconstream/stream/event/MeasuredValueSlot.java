/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import io.reconstream.model.feature.FieldPath;
import io.reconstream.stream.event.UndecodableException.Reason;
import java.nio.FloatBuffer;

/** Keeps what a sensor showed: a number, or a boolean as 1 or 0. */
final class MeasuredValueSlot extends Slot {
  private final FieldPath field;
  private double value;

  MeasuredValueSlot(FieldPath field) {
    this.field = field;
  }

  double value() {
    return value;
  }

  @Override
  void missing(FloatBuffer row, int offset) {
    value = Double.NaN;
  }

  @Override
  void absent(int schemaId, FloatBuffer row, int offset) throws UndecodableException {
    throw new UndecodableException(
        Reason.MISSING_FIELD,
        "schema %d has no field '%s', which holds the measured value".formatted(schemaId, field));
  }

  @Override
  void whole(long number, FloatBuffer row, int offset) {
    value = number;
  }

  @Override
  void real(double number, FloatBuffer row, int offset) throws UndecodableException {
    if (Double.isInfinite(number) || Math.abs(number) > Float.MAX_VALUE) {
      throw new UndecodableException(
          Reason.NOT_FINITE,
          "the measured value's field '%s' holds %s, expected a number within the float range"
              .formatted(field, number));
    }
    value = number;
  }

  @Override
  void truth(boolean truth, FloatBuffer row, int offset) {
    value = truth ? 1 : 0;
  }

  @Override
  void value(Object found, FloatBuffer row, int offset) throws UndecodableException {
    if (found instanceof Number number) {
      real(number.doubleValue(), row, offset);
    } else if (found instanceof Boolean truth) {
      truth(truth, row, offset);
    } else {
      throw wrongType(found.getClass().getSimpleName() + " '" + found + "'");
    }
  }

  @Override
  UndecodableException wrongType(String found) {
    return new UndecodableException(
        Reason.WRONG_TYPE,
        "the measured value's field '%s' holds %s, expected a number or a boolean"
            .formatted(field, found));
  }
}
