/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.quality;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Rows of a series, from the first to the last, both included. */
record Stretch(int first, int last) {

  /** The runs of set bits. */
  static List<Stretch> of(BitSet rows) {
    List<Stretch> stretches = new ArrayList<>();
    for (int first = rows.nextSetBit(0); first >= 0; ) {
      int end = rows.nextClearBit(first);
      stretches.add(new Stretch(first, end - 1));
      first = rows.nextSetBit(end);
    }
    return stretches;
  }

  /** What of it is not before a row, counted from that row on; null if nothing. */
  Stretch from(int row) {
    return last < row ? null : new Stretch(Math.max(0, first - row), last - row);
  }

  boolean meets(Stretch other) {
    return first <= other.last && other.first <= last;
  }
}
