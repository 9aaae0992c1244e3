/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.evaluate;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * All figures of one stretch of scores by name, those alone that the data allow: without labels
 * only {@code rows}, {@code alarms} and {@code alarm_rate}; without both kinds of rows no ranking.
 */
public final class Metrics {

  private Metrics() {}

  /** The figures of rows {@code from} to {@code to}, the last not included. */
  public static Map<String, Double> of(
      double[] scores, Optional<BitSet> labels, double threshold, int from, int to) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    long alarms = IntStream.range(from, to).filter(i -> scores[i] > threshold).count();
    metrics.put("rows", (double) to - from);
    metrics.put("alarms", (double) alarms);
    put(metrics, "alarm_rate", (double) alarms / (to - from));
    labels.ifPresent(anomalous -> label(metrics, scores, anomalous, threshold, from, to));
    return metrics;
  }

  private static void label(
      Map<String, Double> metrics,
      double[] scores,
      BitSet anomalous,
      double threshold,
      int from,
      int to) {
    Confusion counts = Confusion.of(scores, anomalous, threshold, from, to);
    metrics.put("anomalies", (double) counts.anomalies());
    if (counts.anomalies() > 0 && counts.anomalies() < counts.rows()) {
      double[] stretch = Arrays.copyOfRange(scores, from, to);
      Ranking ranking = Ranking.of(stretch, anomalous.get(from, to));
      metrics.put("auroc", ranking.auroc());
      metrics.put("average_precision", ranking.averagePrecision());
    }
    put(metrics, "precision", counts.precision());
    put(metrics, "recall", counts.recall());
    put(metrics, "f1", counts.f1());
    put(metrics, "false_alarm_rate", counts.falseAlarmRate());
  }

  /** The figures of a series on top: the window and the volumes under the surfaces. */
  public static void addSeries(
      Map<String, Double> metrics, double[] scores, BitSet anomalous, double[] series) {
    if (anomalous.isEmpty()) {
      return;
    }
    int window = WindowLength.of(series);
    VolumeUnderSurface volume = VolumeUnderSurface.of(scores, anomalous, window);
    metrics.put("vus_window", (double) window);
    metrics.put("vus_roc", volume.roc());
    metrics.put("vus_pr", volume.precisionRecall());
  }

  private static void put(Map<String, Double> metrics, String name, double value) {
    if (!Double.isNaN(value)) {
      metrics.put(name, value);
    }
  }
}
