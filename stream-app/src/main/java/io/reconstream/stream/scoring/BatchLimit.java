/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.scoring;

import java.time.Duration;

/**
 * How many rows a batch may have so that one run of the model stays short. It begins small, doubles
 * while runs are quick, and shrinks when one was too slow: work per poll stays bounded for any
 * model.
 */
final class BatchLimit {
  private static final int FIRST = 16;

  private final int capacity;
  private final long limitNanos;
  private int rows;

  /**
   * @param capacity the most rows, at least 1
   * @param limit what one run should take at most
   */
  BatchLimit(int capacity, Duration limit) {
    this.capacity = capacity;
    this.limitNanos = limit.toNanos();
    this.rows = Math.min(FIRST, capacity);
  }

  int rows() {
    return rows;
  }

  /**
   * Learns from a run.
   *
   * @return whether the limit shrank
   */
  boolean ran(int count, long nanos) {
    if (nanos > limitNanos) {
      int fits = (int) Math.max(1, count * limitNanos / nanos);
      boolean shrinks = fits < rows;
      rows = Math.min(rows, fits);
      return shrinks;
    }
    if (count == rows && nanos < limitNanos / 4) {
      rows = Math.min(capacity, 2 * rows);
    }
    return false;
  }
}
