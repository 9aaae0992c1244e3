/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import io.reconstream.model.feature.FieldPath;
import io.reconstream.stream.event.UndecodableException.Reason;
import java.nio.FloatBuffer;

/** Keeps the event's key. */
final class EventKeySlot extends Slot {
  private final FieldPath field;
  private String key = "";

  EventKeySlot(FieldPath field) {
    this.field = field;
  }

  String key() {
    return key;
  }

  @Override
  void missing(FloatBuffer row, int offset) throws UndecodableException {
    throw new UndecodableException(
        Reason.MISSING_VALUE, "the key's field '%s' has no value".formatted(field));
  }

  @Override
  void absent(int schemaId, FloatBuffer row, int offset) throws UndecodableException {
    throw new UndecodableException(
        Reason.MISSING_FIELD,
        "schema %d has no field '%s', which holds the key".formatted(schemaId, field));
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
        "the key's field '%s' holds %s, expected a text, an enum or a whole number"
            .formatted(field, found));
  }
}
