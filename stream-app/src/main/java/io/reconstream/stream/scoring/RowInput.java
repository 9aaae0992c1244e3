/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.scoring;

import io.reconstream.stream.event.EventDecoder;
import io.reconstream.stream.event.UndecodableException;
import java.nio.FloatBuffer;

/** Inputs of a model of single rows: each event by itself. */
public final class RowInput implements ModelInput {
  private final EventDecoder decoder;
  private final int width;

  /**
   * @param width F
   */
  public RowInput(EventDecoder decoder, int width) {
    this.decoder = decoder;
    this.width = width;
  }

  @Override
  public void begin() {}

  @Override
  public boolean write(byte[] key, byte[] value, long timestamp, FloatBuffer inputs, int slot)
      throws UndecodableException {
    decoder.decode(value, inputs, slot * width);
    return true;
  }
}
