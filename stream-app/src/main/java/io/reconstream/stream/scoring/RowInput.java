/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.scoring;

import io.reconstream.model.scoring.ScoringBatch;
import io.reconstream.stream.event.EventDecoder;
import io.reconstream.stream.event.UndecodableException;
import java.nio.FloatBuffer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Inputs of a model of single rows: each event by itself, decoded when its batch runs. */
public final class RowInput implements ModelInput {
  private final Supplier<EventDecoder> decoders;
  private final int width;
  private final Turn turn;

  /**
   * @param decoders makes decoders, as a batch may run on a thread of its own
   * @param width F
   */
  public RowInput(Supplier<EventDecoder> decoders, int width) {
    this.decoders = decoders;
    this.width = width;
    this.turn = new RowTurn(decoders.get(), width);
  }

  @Override
  public boolean independent() {
    return true;
  }

  @Override
  public void begin() {}

  @Override
  public Turn prepare(ConsumerRecord<byte[], byte[]> event) {
    return turn;
  }

  @Override
  public Completion completion() {
    EventDecoder own = decoders.get();
    return (prepared, value, inputs, slot) -> own.decode(value, inputs, slot * width);
  }

  /** One for all events: nothing is kept of any. Its decoder is the task's thread's. */
  private record RowTurn(EventDecoder decoder, int width) implements Turn {

    @Override
    public boolean ready() {
      return true;
    }

    @Override
    public boolean holds() {
      return true;
    }

    @Override
    public float take(ScoringBatch batch, int slot) {
      return batch.scoreOf(slot);
    }

    @Override
    public void writeTo(byte[] value, FloatBuffer inputs, int slot) throws UndecodableException {
      decoder.decode(value, inputs, slot * width);
    }
  }
}
