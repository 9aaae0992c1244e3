/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import java.nio.FloatBuffer;

/**
 * Turns an event's bytes into a row, as {@link io.reconstream.model.feature.FeatureEncoder} would.
 * Used by one thread at a time.
 */
public interface EventDecoder {

  /**
   * Writes the event's row.
   *
   * @param value the record's value as it came from the topic; null for a tombstone
   * @param row where the row goes
   * @param offset index of the row's first column in {@code row}
   * @throws UndecodableException if the event has no row; {@code row} may then be partly written
   * @throws RegistryUnavailableException if the writer schema could not be fetched: the event may
   *     be good
   */
  void decode(byte[] value, FloatBuffer row, int offset) throws UndecodableException;
}
