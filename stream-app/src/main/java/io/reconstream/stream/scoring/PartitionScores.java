/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.scoring;

import java.util.Arrays;

/** What was prepared for one partition's events before their turn, by offset. */
final class PartitionScores {
  private long[] offsets = new long[16];
  private byte[][] values = new byte[16][];
  private Turn[] turns = new Turn[16];
  private int size;
  private int next;

  void clear() {
    Arrays.fill(values, 0, size, null);
    Arrays.fill(turns, 0, size, null);
    size = 0;
    next = 0;
  }

  /** Keeps the first event only. */
  void shrinkToFirst() {
    Arrays.fill(values, 1, size, null);
    Arrays.fill(turns, 1, size, null);
    size = 1;
  }

  /** Adds an event behind those added. */
  void add(long offset, byte[] value, Turn turn) {
    if (size == offsets.length) {
      offsets = Arrays.copyOf(offsets, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
      turns = Arrays.copyOf(turns, 2 * size);
    }
    offsets[size] = offset;
    values[size] = value;
    turns[size] = turn;
    size++;
  }

  int size() {
    return size;
  }

  Turn turn(int index) {
    return turns[index];
  }

  /**
   * The turn of an event if it is the next one, else null. An event is known by its value, the very
   * array that was looked at: no other event has it.
   */
  Turn takeNext(byte[] value) {
    if (next < size && values[next] == value) {
      return remove();
    }
    return null;
  }

  /** The same where events between may be left out; earlier ones are let go. */
  Turn take(long offset, byte[] value) {
    while (next < size && offsets[next] < offset) {
      remove();
    }
    return takeNext(value);
  }

  private Turn remove() {
    Turn turn = turns[next];
    values[next] = null;
    turns[next] = null;
    next++;
    return turn;
  }
}
