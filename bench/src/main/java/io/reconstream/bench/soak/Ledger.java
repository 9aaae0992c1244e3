/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.soak;

import java.util.BitSet;
import java.util.stream.Stream;

/** Which events have an outcome: a bit for each offset of each partition. Safe for threads. */
final class Ledger {
  private final BitSet[] seen;
  private long scored;
  private long deadLetters;
  private long doubled;

  Ledger(int partitions) {
    seen = Stream.generate(BitSet::new).limit(partitions).toArray(BitSet[]::new);
  }

  synchronized void score(int partition, long offset) {
    scored++;
    enter(partition, offset);
  }

  synchronized void deadLetter(int partition, long offset) {
    deadLetters++;
    enter(partition, offset);
  }

  private void enter(int partition, long offset) {
    int bit = Math.toIntExact(offset);
    if (seen[partition].get(bit)) {
      doubled++;
    }
    seen[partition].set(bit);
  }

  /** Events with at least one outcome. */
  synchronized long accounted() {
    return scored + deadLetters - doubled;
  }

  synchronized long scored() {
    return scored;
  }

  synchronized long deadLetters() {
    return deadLetters;
  }

  synchronized long doubled() {
    return doubled;
  }
}
