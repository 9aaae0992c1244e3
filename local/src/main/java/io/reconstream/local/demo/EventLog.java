/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.demo;

import io.reconstream.local.simulate.Episode;
import io.reconstream.local.simulate.Event;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was sent and when, to be found again when an alert comes. Keeps the latest events only, so
 * that a demo can run for days. Thread-safe.
 */
final class EventLog {
  private static final int KEPT = 200_000;

  private final Map<EventId, Entry> entries =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<EventId, Entry> eldest) {
          return size() > KEPT;
        }
      };

  /** An event as an alert names it. */
  record EventId(String key, Instant time) {}

  /**
   * A sent event.
   *
   * @param sentNanos {@link System#nanoTime()} when it was sent
   * @param episode what was injected into it
   */
  record Entry(long sentNanos, Optional<Episode> episode) {}

  synchronized void add(Event event) {
    entries.put(
        new EventId(event.key(), event.time()), new Entry(System.nanoTime(), event.episode()));
  }

  synchronized Optional<Entry> find(String key, Instant time) {
    return Optional.ofNullable(entries.get(new EventId(key, time)));
  }
}
