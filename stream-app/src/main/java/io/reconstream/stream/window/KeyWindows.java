/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.window;

import io.reconstream.model.window.WindowSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The windows of one task's keys: those used last in heap, all in the store, from which they are
 * built again after a restart, a rebalance or their eviction.
 */
final class KeyWindows {
  private final KeyValueStore<byte[], byte[]> store;
  private final RowFormat format;
  private final WindowSpec spec;
  private final int width;
  private final int parts;
  private final Map<Bytes, KeyWindow> cache;

  /**
   * @param width F
   * @param parts C, 0 where nothing is smoothed
   * @param cacheKeys how many keys are kept in heap
   */
  KeyWindows(
      KeyValueStore<byte[], byte[]> store,
      RowFormat format,
      WindowSpec spec,
      int width,
      int parts,
      int cacheKeys) {
    this.store = store;
    this.format = format;
    this.spec = spec;
    this.width = width;
    this.parts = parts;
    this.cache =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Bytes, KeyWindow> eldest) {
            return size() > cacheKeys;
          }
        };
  }

  /** A key's window, to be used before the next one is asked for. */
  KeyWindow get(Bytes key) {
    return before(key, null);
  }

  /**
   * The same for an event that is about to be judged. If it was before, and is processed again
   * after a crash, the store has rows of it and of later events: then the window as it was before
   * them, as far as rows are kept for that.
   *
   * @param event the key's first one since its window was in heap; null: rows are as they are
   */
  KeyWindow before(Bytes key, RowSource event) {
    KeyWindow window = cache.get(key);
    if (window == null) {
      window = restored(key, event);
      cache.put(key, window);
    }
    return window;
  }

  /** Keeps the key's newest row. */
  void store(Bytes key, KeyWindow window) {
    NewestRow row = window.newest();
    store.put(format.storeKey(key, row.sequence()), format.value(row, window.smoothed()));
  }

  /** The key was silent for long. */
  void forget(Bytes key) {
    cache.remove(key);
  }

  private KeyWindow restored(Bytes key, RowSource event) {
    List<KeyValue<NewestRow, byte[]>> stored = new ArrayList<>();
    try (KeyValueIterator<byte[], byte[]> rows =
        store.prefixScan(RowFormat.prefix(key), new ByteArraySerializer())) {
      while (rows.hasNext()) {
        byte[] value = rows.next().value;
        if (format.fits(value)) {
          stored.add(KeyValue.pair(format.row(value), value));
        }
      }
    }
    stored.sort(Comparator.comparingLong(each -> each.key.sequence()));
    KeyWindow window = windowOf(stored);
    for (int i = 0; event != null && i < stored.size(); i++) {
      RowSource source = stored.get(i).key.source();
      if (source != null && source.isFrom(event)) {
        KeyWindow before = windowOf(stored.subList(0, i));
        return isWhole(before, window) ? before : window;
      }
    }
    return window;
  }

  private KeyWindow windowOf(List<KeyValue<NewestRow, byte[]>> rows) {
    KeyWindow window = new KeyWindow(spec, width, parts);
    for (KeyValue<NewestRow, byte[]> each : rows) {
      window.append(each.key);
    }
    if (!rows.isEmpty()) {
      window.restoreSmoothed(format.smoothed(rows.get(rows.size() - 1).value));
    }
    return window;
  }

  /** Whether no row of an earlier window was overwritten since. */
  private boolean isWhole(KeyWindow before, KeyWindow now) {
    long oldestKept = now.newest().sequence() - format.places() + 1;
    long newest = before.newest() == null ? -1 : before.newest().sequence();
    return before.rows().rows() == spec.length()
        || newest - before.rows().rows() + 1 > oldestKept
        || oldestKept <= 0;
  }
}
