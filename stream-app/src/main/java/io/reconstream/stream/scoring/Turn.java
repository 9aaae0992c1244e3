/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.scoring;

import io.reconstream.model.scoring.ScoringBatch;
import io.reconstream.stream.event.UndecodableException;
import java.nio.FloatBuffer;

/** What was prepared for one event before its turn, and what happens at its turn. */
public interface Turn {

  /** Whether the event will have a score: its key's window is full and takes it in. */
  boolean ready();

  /** Whether the score still holds: of its key, only events that were foreseen came between. */
  boolean holds();

  /**
   * The event's turn has come: what it leaves behind in its key's state is kept from now on.
   *
   * @param batch which the model ran over
   * @param slot of the event's input; any number if it is not {@link #ready()}
   * @return the score; NaN if it is not {@link #ready()}
   */
  float take(ScoringBatch batch, int slot);

  /** The event's turn is over without a score, as the model failed on it or it was left out. */
  default void passOver() {}

  /**
   * Writes the input of an event that is {@link #ready()}. On the task's thread; where it is a
   * {@link ModelInput.Completion} as well, wherever that runs.
   *
   * @param value the event's
   * @param inputs slot after slot of {@code T * F} floats
   * @throws UndecodableException if the event has no row
   */
  void writeTo(byte[] value, FloatBuffer inputs, int slot) throws UndecodableException;

  /** The stretch of time that was scored, null for single rows; after {@link #take}. */
  default WindowStretch stretch() {
    return null;
  }
}
