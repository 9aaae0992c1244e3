/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.scoring;

import io.reconstream.model.scoring.ScoringBatch;
import io.reconstream.stream.event.EventDecoder;
import io.reconstream.stream.event.UndecodableException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Inputs of a model of single rows: each event by itself, decoded when its batch runs. Turns are
 * used again once a later one was taken, so that an event costs no object.
 */
public final class RowInput implements ModelInput {
  private final Supplier<EventDecoder> decoders;
  private final EventDecoder decoder;
  private final int width;
  private RowTurn[] free = new RowTurn[16];
  private int freeCount;
  private RowTurn taken;

  /**
   * @param decoders makes decoders, as a batch may run on a thread of its own
   * @param width F
   */
  public RowInput(Supplier<EventDecoder> decoders, int width) {
    this.decoders = decoders;
    this.decoder = decoders.get();
    this.width = width;
  }

  @Override
  public void begin() {}

  @Override
  public Turn prepare(byte[] key, byte[] value, long timestamp, FloatBuffer inputs, int slot) {
    RowTurn turn = freeCount == 0 ? new RowTurn() : free[--freeCount];
    turn.value = value;
    turn.score = Float.NaN;
    return turn;
  }

  @Override
  public Completion completion() {
    EventDecoder own = decoders.get();
    return (value, inputs, slot) -> own.decode(value, inputs, slot * width);
  }

  @Override
  public void release(FloatBuffer inputs) {}

  /** The turn taken before is over. */
  private void take(RowTurn turn) {
    if (taken != null) {
      if (freeCount == free.length) {
        free = Arrays.copyOf(free, 2 * freeCount);
      }
      taken.value = null;
      free[freeCount++] = taken;
    }
    taken = turn;
  }

  private final class RowTurn implements Turn {
    private byte[] value;
    private float score;

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
      RowInput.this.take(this);
      return score;
    }

    @Override
    public void writeTo(FloatBuffer inputs) throws UndecodableException {
      decoder.decode(value, inputs, 0);
    }
  }
}
