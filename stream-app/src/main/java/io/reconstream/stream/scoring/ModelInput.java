/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.scoring;

import io.reconstream.stream.event.UndecodableException;
import io.reconstream.stream.models.ServingModel;
import java.nio.FloatBuffer;

/** How events become inputs of one model: rows, or windows of their keys. For one task. */
public interface ModelInput {

  /** Makes the input side of a model for one task. */
  @FunctionalInterface
  interface Factory {
    ModelInput of(ServingModel model);
  }

  /**
   * A batch begins: the next {@linkplain #write written} event is the one whose turn it is, and
   * those after it are looked ahead.
   */
  void begin();

  /**
   * Writes an event's input.
   *
   * @param key the record's key, may be null
   * @param value the record's value, null for a tombstone
   * @param timestamp the record's
   * @param inputs where it goes, slot after slot of {@code T * F} floats
   * @param slot index of the input
   * @return whether it can be scored; if not (its window is not full) the slot is free again
   * @throws UndecodableException if the event has no row
   */
  boolean write(byte[] key, byte[] value, long timestamp, FloatBuffer inputs, int slot)
      throws UndecodableException;
}
