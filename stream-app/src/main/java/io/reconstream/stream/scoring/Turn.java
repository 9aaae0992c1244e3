/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.scoring;

import io.reconstream.model.scoring.ScoringBatch;
import io.reconstream.stream.event.UndecodableException;
import java.nio.FloatBuffer;

/** What was prepared for one event before its turn, and what happens at its turn. */
public interface Turn {

  /** Whether the event's input stays in the slot it was written to; if not, the slot is free. */
  boolean fillsSlot();

  /** Whether the event will have a score: its key's window is full and takes it in. */
  boolean ready();

  /** Whether the score still holds: of its key, only events that were foreseen came between. */
  boolean holds();

  /**
   * The event's turn has come: what it leaves behind in its key's state is kept from now on.
   *
   * @param batch which the model ran over
   * @param slot of the event's input; any number if it fills none
   * @return the score; NaN if it is not {@link #ready()}
   */
  float take(ScoringBatch batch, int slot);

  /**
   * Writes the event's input again, to slot 0; after {@link #take} and before the next one.
   *
   * @param value the event's
   * @throws UndecodableException never, if the event had a row before
   */
  void writeTo(byte[] value, FloatBuffer inputs) throws UndecodableException;

  /** The stretch of time that was scored, null for single rows; after {@link #take}. */
  default WindowStretch stretch() {
    return null;
  }
}
