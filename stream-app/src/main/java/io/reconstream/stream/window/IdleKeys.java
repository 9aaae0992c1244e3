/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.window;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Deletes the rows of keys that were silent for long, a stretch of the store at a time. */
final class IdleKeys {
  private static final int ROWS_PER_STEP = 10_000;

  private final KeyValueStore<byte[], byte[]> store;
  private final KeyWindows windows;
  private final Duration idle;
  private byte[] from;

  IdleKeys(KeyValueStore<byte[], byte[]> store, KeyWindows windows, Duration idle) {
    this.store = store;
    this.windows = windows;
    this.idle = idle;
  }

  /**
   * Looks at the next stretch, beginning again at the store's end.
   *
   * @param now the newest event time of all keys
   * @return how many keys were forgotten
   */
  int step(long now) {
    int forgotten = 0;
    List<byte[]> rowsOfKey = new ArrayList<>();
    Bytes key = null;
    long newest = Long.MIN_VALUE;
    try (KeyValueIterator<byte[], byte[]> rows = store.range(from, null)) {
      from = null;
      for (int seen = 0; rows.hasNext(); seen++) {
        KeyValue<byte[], byte[]> row = rows.next();
        Bytes next = RowFormat.eventKey(row.key);
        if (!next.equals(key)) {
          forgotten += forgetIfIdle(key, rowsOfKey, newest, now);
          if (seen >= ROWS_PER_STEP) {
            from = row.key;
            return forgotten;
          }
          rowsOfKey.clear();
          key = next;
          newest = Long.MIN_VALUE;
        }
        rowsOfKey.add(row.key);
        newest = Math.max(newest, RowFormat.time(row.value));
      }
    }
    return forgotten + forgetIfIdle(key, rowsOfKey, newest, now);
  }

  private int forgetIfIdle(Bytes key, List<byte[]> rows, long newest, long now) {
    if (key == null || now - newest <= idle.toMillis()) {
      return 0;
    }
    rows.forEach(store::delete);
    windows.forget(key);
    return 1;
  }
}
