/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.quality;

import io.reconstream.trainer.evaluate.Confusion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * What an operator is told of a series, against the faults that its labels name. A fault is a run
 * of labelled rows; it is detected where what is told meets it.
 *
 * @param faults how many there are
 * @param told how often an operator is told
 * @param falsely of these, how often in no fault
 * @param delays per detected fault the rows from its first to the first that is told of; 0 where
 *     that was going on already
 * @param rows all rows, those between the first and the last of what is told as alarms
 */
record Detections(int faults, int told, int falsely, List<Integer> delays, Confusion rows) {

  Detections {
    delays = List.copyOf(delays);
  }

  static Detections of(List<Stretch> told, BitSet faulty, int rows) {
    List<Stretch> faults = Stretch.of(faulty);
    List<Integer> delays = new ArrayList<>();
    for (Stretch fault : faults) {
      told.stream()
          .filter(fault::meets)
          .mapToInt(stretch -> Math.max(0, stretch.first() - fault.first()))
          .min()
          .ifPresent(delays::add);
    }
    double[] alarms = new double[rows];
    told.forEach(stretch -> Arrays.fill(alarms, stretch.first(), stretch.last() + 1, 1));
    return new Detections(
        faults.size(),
        told.size(),
        (int) told.stream().filter(stretch -> faults.stream().noneMatch(stretch::meets)).count(),
        delays,
        Confusion.of(alarms, faulty, 0.5, 0, rows));
  }

  /** Those of several series. */
  Detections plus(Detections other) {
    List<Integer> both = new ArrayList<>(delays);
    both.addAll(other.delays);
    return new Detections(
        faults + other.faults,
        told + other.told,
        falsely + other.falsely,
        both,
        rows.plus(other.rows));
  }

  int detected() {
    return delays.size();
  }

  /** Over the detected faults, in rows; null where there is none. */
  Double medianDelay() {
    int[] sorted = delays.stream().mapToInt(Integer::intValue).sorted().toArray();
    int middle = sorted.length / 2;
    if (sorted.length == 0) {
      return null;
    }
    return sorted.length % 2 == 1
        ? (double) sorted[middle]
        : (sorted[middle - 1] + sorted[middle]) / 2.0;
  }

  /** Over the detected faults, in rows; null where there is none. */
  Integer longestDelay() {
    return delays.stream().max(Integer::compare).orElse(null);
  }
}
