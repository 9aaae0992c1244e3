/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.scoring;

import io.reconstream.model.scoring.ScoringBatch;
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
  public Turn write(byte[] key, byte[] value, long timestamp, FloatBuffer inputs, int slot)
      throws UndecodableException {
    decoder.decode(value, inputs, slot * width);
    return new RowTurn(value);
  }

  private final class RowTurn implements Turn {
    private final byte[] value;
    private float score = Float.NaN;

    RowTurn(byte[] value) {
      this.value = value;
    }

    @Override
    public boolean fillsSlot() {
      return true;
    }

    @Override
    public boolean ready() {
      return true;
    }

    @Override
    public void scored(ScoringBatch batch, int slot) {
      score = batch.scoreOf(slot);
    }

    @Override
    public boolean holds() {
      return true;
    }

    @Override
    public float take() {
      return score;
    }

    @Override
    public void writeTo(FloatBuffer inputs) throws UndecodableException {
      decoder.decode(value, inputs, 0);
    }
  }
}
