/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.window;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/** The store of windows without a broker: in memory, without a changelog. */
public final class WindowStore {
  private WindowStore() {}

  /** A store of its own for a task's context, which does not know it yet. */
  public static KeyValueStore<byte[], byte[]> inMemory(MockProcessorContext<?, ?> context) {
    KeyValueStore<byte[], byte[]> store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(WindowInputs.STORE),
                Serdes.ByteArray(),
                Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
    return store;
  }
}
