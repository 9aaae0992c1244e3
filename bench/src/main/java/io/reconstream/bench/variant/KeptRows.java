/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.variant;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * What windows cost at least: one record per event in a logged store, as long as the product's, at
 * one of as many places for each key. Nothing is read, nothing is made of the rows.
 */
final class KeptRows {
  private static final String STORE = "rows";

  /** Format, layout, sequence and time in the product's records. */
  private static final int HEADER_BYTES = 1 + Integer.BYTES + Long.BYTES + Long.BYTES;

  /** T of the windows in the benchmark. */
  private static final int PLACES = 64;

  private final byte[] value;
  private final Map<Bytes, int[]> counts = new HashMap<>();
  private KeyValueStore<byte[], byte[]> store;

  KeptRows(VariantSettings settings) {
    value = new byte[HEADER_BYTES + settings.features() * Float.BYTES];
  }

  static StoreBuilder<?> store() {
    return Stores.keyValueStoreBuilder(
        Stores.persistentKeyValueStore(STORE), Serdes.ByteArray(), Serdes.ByteArray());
  }

  void open(ProcessorContext<?, ?> context) {
    store = context.getStateStore(STORE);
  }

  void keep(byte[] key, float[] row) {
    int count = counts.computeIfAbsent(Bytes.wrap(key), ignored -> new int[1])[0]++;
    byte[] place = new byte[key.length + 2];
    ByteBuffer.wrap(place).put((byte) key.length).put(key).put((byte) (count % PLACES));
    byte[] kept = value.clone();
    ByteBuffer bytes = ByteBuffer.wrap(kept).position(HEADER_BYTES);
    for (float each : row) {
      bytes.putFloat(each);
    }
    store.put(place, kept);
  }
}
