/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.dataset;

import java.util.Arrays;
import java.util.Optional;

/**
 * The order of rows by time; rows of one time keep the order of the file. Costs nothing but the
 * times as long as they rise, as they mostly do.
 */
final class TimeOrder {
  private long[] times = new long[1024];
  private int count;
  private boolean rising = true;

  void add(long time) {
    if (count == times.length) {
      times = Arrays.copyOf(times, Math.addExact(count, count / 2));
    }
    rising &= count == 0 || times[count - 1] <= time;
    times[count++] = time;
  }

  /** The rows' places in order, or nothing where they are in order as they are. */
  Optional<int[]> order() {
    if (rising) {
      return Optional.empty();
    }
    int[] order = new int[count];
    Arrays.setAll(order, i -> i);
    mergeSort(order);
    return Optional.of(order);
  }

  /** Bottom-up and stable: sorting boxed indexes instead would take four times the memory. */
  private void mergeSort(int[] order) {
    int[] from = order;
    int[] to = new int[count];
    for (long run = 1; run < count; run *= 2) {
      for (long start = 0; start < count; start += 2 * run) {
        int middle = (int) Math.min(start + run, count);
        merge(from, to, (int) start, middle, (int) Math.min(start + 2 * run, count));
      }
      int[] merged = to;
      to = from;
      from = merged;
    }
    if (from != order) {
      System.arraycopy(from, 0, order, 0, count);
    }
  }

  private void merge(int[] from, int[] to, int start, int middle, int end) {
    int left = start;
    int right = middle;
    for (int i = start; i < end; i++) {
      boolean takeLeft = left < middle && (right == end || times[from[left]] <= times[from[right]]);
      to[i] = takeLeft ? from[left++] : from[right++];
    }
  }
}
