/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.scoring;

import io.reconstream.stream.event.UndecodableException;
import io.reconstream.stream.models.ServingModel;
import java.nio.FloatBuffer;
import java.util.Set;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.StoreBuilder;

/** How events become inputs of one model: rows, or windows of their keys. For one task. */
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
   * @throws UndecodableException if the event has no row, or no key where a window needs one
   */
  Turn write(byte[] key, byte[] value, long timestamp, FloatBuffer inputs, int slot)
      throws UndecodableException;

  @Override
  default void close() {}
}
