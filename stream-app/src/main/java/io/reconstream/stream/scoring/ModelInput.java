/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.scoring;

import io.reconstream.stream.event.UndecodableException;
import io.reconstream.stream.models.ServingModel;
import java.nio.FloatBuffer;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * How events become inputs of one model: rows, or windows of their keys. For one task, and used by
 * its thread alone; only a {@link Completion} may run elsewhere.
 */
public interface ModelInput extends AutoCloseable {

  /** Makes the input side of a model for one task. */
  @FunctionalInterface
  interface Factory {
    ModelInput of(ServingModel model, ProcessorContext<?, ?> context);

    /** The state stores that the inputs keep. */
    default Set<StoreBuilder<?>> stores() {
      return Set.of();
    }
  }

  /** What is left to do for a batch's inputs when it runs: by one thread at a time, any thread. */
  @FunctionalInterface
  interface Completion {

    /**
     * Writes the input of an event that is {@link Turn#ready}.
     *
     * @param turn what was prepared for it
     * @param inputs where it goes, slot after slot of {@code T * F} floats
     * @throws UndecodableException if the event has no row
     */
    void complete(Turn turn, byte[] value, FloatBuffer inputs, int slot)
        throws UndecodableException;
  }

  /**
   * Whether no event's input depends on events before it. Then {@link #prepare} throws nothing, and
   * may be called wherever a {@link Completion} runs.
   */
  boolean independent();

  /** Foresight begins anew: the next event prepared is the one whose turn it is. */
  void begin();

  /**
   * Prepares an event's turn, behind those prepared before it.
   *
   * @param event its key may be null; its value is null for a tombstone
   * @throws UndecodableException if the event has no row, or no key where a window needs one
   */
  Turn prepare(ConsumerRecord<byte[], byte[]> event) throws UndecodableException;

  /** What {@link #prepare} leaves to do, for one batch. */
  Completion completion();

  @Override
  default void close() {}
}
