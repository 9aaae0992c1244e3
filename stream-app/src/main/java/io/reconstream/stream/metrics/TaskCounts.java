/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.metrics;

import java.util.concurrent.atomic.AtomicLong;

/** What one task counts per event: written by its thread alone, so without locked instructions. */
public final class TaskCounts {
  final AtomicLong events = new AtomicLong();
  final AtomicLong scored = new AtomicLong();
  final AtomicLong notReady = new AtomicLong();
  final AtomicLong misses = new AtomicLong();

  TaskCounts() {}

  /** An event's turn has come. */
  public void event() {
    add(events);
  }

  public void scored() {
    add(scored);
  }

  public void notReady() {
    add(notReady);
  }

  /** An event had no score at its turn. */
  public void lookAheadMissed() {
    add(misses);
  }

  private static void add(AtomicLong counter) {
    counter.setOpaque(counter.getPlain() + 1);
  }
}
