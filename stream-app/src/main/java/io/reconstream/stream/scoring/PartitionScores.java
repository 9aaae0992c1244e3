/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.scoring;

import java.util.Arrays;

/** The scores of one partition's events that were scored before their turn, by offset. */
final class PartitionScores {
  private long[] offsets = new long[16];
  private byte[][] values = new byte[16][];
  private float[] scores = new float[16];
  private boolean[] ready = new boolean[16];
  private int size;
  private int turn;

  void clear() {
    Arrays.fill(values, 0, size, null);
    size = 0;
    turn = 0;
  }

  /** Keeps the first event only. */
  void shrinkToFirst() {
    Arrays.fill(values, 1, size, null);
    size = 1;
  }

  /** Adds an event behind those added; its score comes later if it is ready. */
  void add(long offset, byte[] value, boolean isReady) {
    if (size == offsets.length) {
      offsets = Arrays.copyOf(offsets, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
      scores = Arrays.copyOf(scores, 2 * size);
      ready = Arrays.copyOf(ready, 2 * size);
    }
    offsets[size] = offset;
    values[size] = value;
    ready[size] = isReady;
    size++;
  }

  int size() {
    return size;
  }

  boolean isReady(int index) {
    return ready[index];
  }

  void score(int index, float score) {
    scores[index] = score;
  }

  float score(int index) {
    return scores[index];
  }

  /**
   * The index of the event whose turn it is if it is the next one, else -1. An event is known by
   * its value, the very array that was scored: no other event has it.
   */
  int takeNext(byte[] value) {
    if (turn < size && values[turn] == value) {
      values[turn] = null;
      return turn++;
    }
    return -1;
  }

  /** The same where events between may be left out; earlier ones are let go. */
  int take(long offset, byte[] value) {
    while (turn < size && offsets[turn] < offset) {
      values[turn++] = null;
    }
    return takeNext(value);
  }
}
