/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.demo;

import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** Which records of the input topic have an outcome; each must have one, once. Thread-safe. */
public final class Ledger {
  private final Map<Integer, BitSet> seen = new HashMap<>();
  private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
  private long duplicates;

  /** An outcome of a record of the input topic. */
  public synchronized void enter(int partition, long offset, Outcome outcome) {
    BitSet offsets = seen.computeIfAbsent(partition, p -> new BitSet());
    int index = Math.toIntExact(offset);
    if (offsets.get(index)) {
      duplicates++;
    } else {
      offsets.set(index);
      counts.merge(outcome, 1L, Long::sum);
    }
  }

  /** Records with this outcome. */
  public synchronized long count(Outcome outcome) {
    return counts.getOrDefault(outcome, 0L);
  }

  /** Records with a score. */
  public synchronized long scored() {
    return count(Outcome.NORMAL) + count(Outcome.ANOMALOUS);
  }

  /** Records with an outcome. */
  public synchronized long accounted() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Outcomes of records that had one already. */
  public synchronized long duplicates() {
    return duplicates;
  }
}
