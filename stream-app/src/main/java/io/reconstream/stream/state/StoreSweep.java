/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.state;

import java.util.function.BiConsumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Looks at all entries of a store, a stretch at a time, again and again. For one task. */
public final class StoreSweep {
  private static final int ENTRIES_PER_STEP = 10_000;

  private final KeyValueStore<String, byte[]> store;
  private String from;

  public StoreSweep(KeyValueStore<String, byte[]> store) {
    this.store = store;
  }

  /**
   * Looks at the next stretch, beginning again at the store's end.
   *
   * @param look may change or delete the entry that it is given
   */
  public void step(BiConsumer<String, byte[]> look) {
    try (KeyValueIterator<String, byte[]> entries = store.range(from, null)) {
      from = null;
      for (int seen = 0; entries.hasNext(); seen++) {
        KeyValue<String, byte[]> entry = entries.next();
        if (seen >= ENTRIES_PER_STEP) {
          from = entry.key;
          return;
        }
        look.accept(entry.key, entry.value);
      }
    }
  }
}
