/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.source;

import io.reconstream.model.feature.FieldPath;
import java.util.List;

/** Reads the values of one format, and learns which fields they have. For one thread. */
interface EventReader extends AutoCloseable {

  /** An event that cannot be read, and why. */
  final class UnreadableEventException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableEventException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** A tree of values. */
  Object read(byte[] value) throws UnreadableEventException;

  /** As {@link Records#fields()}, of all events read so far. */
  List<FieldPath> fields();

  /** As {@link Records#has}, of all events read so far. */
  boolean has(FieldPath field);

  /** As {@link Records.Cursor#get}; null where the event lacks the field. */
  Object get(Object event, FieldPath field);

  /** No new schemas: what was read once can still be read. */
  @Override
  default void close() {}
}
