/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import io.reconstream.stream.event.UndecodableException.Reason;
import java.nio.FloatBuffer;

/**
 * Takes an event in which every feature is missing for what it is, an outage: of nothing, a model
 * would say that nothing is wrong.
 *
 * @param decoder of rows
 * @param width F
 */
public record ValuedDecoder(EventDecoder decoder, int width) implements EventDecoder {

  @Override
  public void decode(byte[] value, FloatBuffer row, int offset) throws UndecodableException {
    decoder.decode(value, row, offset);
    for (int column = 0; column < width; column++) {
      if (!Float.isNaN(row.get(offset + column))) {
        return;
      }
    }
    throw new UndecodableException(
        Reason.MISSING_VALUE,
        "all %d columns of the model are null, absent or NaN, expected a value in one at least"
            .formatted(width));
  }
}
