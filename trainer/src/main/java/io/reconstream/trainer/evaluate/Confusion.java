/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.evaluate;

import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Verdicts against labels, as counts of rows.
 *
 * @param found anomalies above the threshold
 * @param falseAlarms normal rows above the threshold
 * @param missed anomalies not above it
 * @param passed normal rows not above it
 */
public record Confusion(long found, long falseAlarms, long missed, long passed) {

  /** Counts the rows {@code from} to {@code to}, the last not included. */
  public static Confusion of(
      double[] scores, BitSet anomalous, double threshold, int from, int to) {
    long alarms = IntStream.range(from, to).filter(i -> scores[i] > threshold).count();
    long found =
        IntStream.range(from, to).filter(i -> scores[i] > threshold && anomalous.get(i)).count();
    long anomalies = anomalous.get(from, to).cardinality();
    return new Confusion(
        found, alarms - found, anomalies - found, to - from - alarms - anomalies + found);
  }

  /** The counts of both. */
  public Confusion plus(Confusion other) {
    return new Confusion(
        found + other.found,
        falseAlarms + other.falseAlarms,
        missed + other.missed,
        passed + other.passed);
  }

  public long anomalies() {
    return found + missed;
  }

  public long rows() {
    return found + falseAlarms + missed + passed;
  }

  /** The share of alarms that are anomalies; NaN without alarms. */
  public double precision() {
    return (double) found / (found + falseAlarms);
  }

  /** The share of anomalies that are found; NaN without anomalies. */
  public double recall() {
    return (double) found / anomalies();
  }

  /** The harmonic mean of precision and recall; NaN without anomalies and alarms. */
  public double f1() {
    return 2.0 * found / (2.0 * found + falseAlarms + missed);
  }

  /** The share of normal rows that alarm; NaN without normal rows. */
  public double falseAlarmRate() {
    return (double) falseAlarms / (falseAlarms + passed);
  }
}
