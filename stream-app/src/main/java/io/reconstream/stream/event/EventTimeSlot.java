/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import io.reconstream.model.feature.FeatureEncoder;
import io.reconstream.model.feature.FieldPath;
import io.reconstream.stream.event.UndecodableException.Reason;
import java.nio.FloatBuffer;
import java.time.DateTimeException;
import java.time.Instant;

/** Keeps the event's time. */
final class EventTimeSlot extends Slot {
  private final FieldPath field;
  private long epochMillis;

  EventTimeSlot(FieldPath field) {
    this.field = field;
  }

  long epochMillis() {
    return epochMillis;
  }

  @Override
  void missing(FloatBuffer row, int offset) throws UndecodableException {
    throw new UndecodableException(
        Reason.MISSING_VALUE, "the event time's field '%s' has no value".formatted(field));
  }

  @Override
  void absent(int schemaId, FloatBuffer row, int offset) throws UndecodableException {
    throw new UndecodableException(
        Reason.MISSING_FIELD,
        "schema %d has no field '%s', which holds the event time".formatted(schemaId, field));
  }

  @Override
  void whole(long value, FloatBuffer row, int offset) {
    epochMillis = value;
  }

  @Override
  void instant(long value, FloatBuffer row, int offset) {
    epochMillis = value;
  }

  @Override
  void value(Object value, FloatBuffer row, int offset) throws UndecodableException {
    if (value instanceof Instant instant) {
      epochMillis = instant.toEpochMilli();
    } else if (value instanceof String text) {
      try {
        epochMillis = FeatureEncoder.parse(text).toEpochMilli();
      } catch (DateTimeException | ArithmeticException e) {
        throw wrongType("the text '" + text + "'");
      }
    } else {
      throw wrongType(value.getClass().getSimpleName() + " '" + value + "'");
    }
  }

  @Override
  UndecodableException wrongType(String found) {
    return new UndecodableException(
        Reason.WRONG_TYPE,
        "the event time's field '%s' holds %s, expected a timestamp, epoch milliseconds or an ISO-8601 text"
            .formatted(field, found));
  }
}
