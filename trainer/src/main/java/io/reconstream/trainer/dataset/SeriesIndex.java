/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.dataset;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Which series each row belongs to: the rows of one key, or without a key of one file. */
final class SeriesIndex {
  private final Map<Object, Integer> ids = new HashMap<>();
  private int[] series = new int[1024];
  private int count;

  void add(Object key) {
    if (count == series.length) {
      series = Arrays.copyOf(series, Math.addExact(count, count / 2));
    }
    series[count++] = ids.computeIfAbsent(key, any -> ids.size());
  }

  int seriesCount() {
    return ids.size();
  }

  /** Per series its rows. */
  int[] counts() {
    int[] counts = new int[ids.size()];
    for (int row = 0; row < count; row++) {
      counts[series[row]]++;
    }
    return counts;
  }

  /** Per row its series, in the order that rows were added. */
  int[] series() {
    return Arrays.copyOf(series, count);
  }
}
