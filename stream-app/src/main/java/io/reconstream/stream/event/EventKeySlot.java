/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import io.reconstream.model.feature.FieldPath;
import io.reconstream.stream.event.UndecodableException.Reason;
import java.nio.FloatBuffer;

/** Keeps the event's key, or the id of a sensor. */
final class EventKeySlot extends Slot {
  private final FieldPath field;
  private final String what;
  private String key = "";

  EventKeySlot(FieldPath field) {
    this(field, "key");
  }

  /**
   * @param what is told of it where it is missing
   */
  EventKeySlot(FieldPath field, String what) {
    this.field = field;
    this.what = what;
  }

  String key() {
    return key;
  }

  @Override
  void missing(FloatBuffer row, int offset) throws UndecodableException {
    throw new UndecodableException(
        Reason.MISSING_VALUE, "the %s's field '%s' has no value".formatted(what, field));
  }

  @Override
  void absent(int schemaId, FloatBuffer row, int offset) throws UndecodableException {
    throw new UndecodableException(
        Reason.MISSING_FIELD,
        "schema %d has no field '%s', which holds the %s".formatted(schemaId, field, what));
  }

  @Override
  void whole(long value, FloatBuffer row, int offset) {
    key = Long.toString(value);
  }

  @Override
  void value(Object value, FloatBuffer row, int offset) throws UndecodableException {
    if (value instanceof String text) {
      key = text;
    } else {
      throw wrongType(value.getClass().getSimpleName() + " '" + value + "'");
    }
  }

  @Override
  UndecodableException wrongType(String found) {
    return new UndecodableException(
        Reason.WRONG_TYPE,
        "the %s's field '%s' holds %s, expected a text, an enum or a whole number"
            .formatted(what, field, found));
  }
}
