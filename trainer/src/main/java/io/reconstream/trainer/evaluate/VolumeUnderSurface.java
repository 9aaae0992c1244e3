/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Volume under the ROC and precision-recall surfaces of a series (Paparrizos et al., "Volume Under
 * the Surface: A New Accuracy Evaluation Measure for Time-Series Anomaly Detection", VLDB 2022).
 *
 * <p>An anomaly's label fades out over a margin on both sides, so that a detection just beside it
 * counts in part; the area under each curve is averaged over all margins of 0 to {@code window}
 * rows. A detection also has to touch many anomalies: recall is multiplied by the share of
 * anomalous stretches in which some row is above the threshold. 250 thresholds, evenly spaced in
 * the ranks of the scores. No point adjustment.
 *
 * @param roc VUS-ROC
 * @param precisionRecall VUS-PR
 */
public record VolumeUnderSurface(double roc, double precisionRecall) {
  private static final int THRESHOLDS = 250;

  /** Rows {@code first} to {@code last}, both included. */
  private record Stretch(int first, int last) {}

  /**
   * Measures.
   *
   * @param anomalous which rows are anomalies; at least one
   * @param window the widest margin in rows, such as {@link WindowLength#of}
   */
  public static VolumeUnderSurface of(double[] scores, BitSet anomalous, int window) {
    return new Surface(scores, anomalous, window).measure();
  }

  /** The parts that all margins share. */
  private static final class Surface {
    private final double[] scores;
    private final BitSet anomalous;
    private final int window;
    private final List<Stretch> anomalies;
    private final double[] thresholds;
    private final long[] predicted;

    Surface(double[] scores, BitSet anomalous, int window) {
      this.scores = scores;
      this.anomalous = anomalous;
      this.window = window;
      this.anomalies = stretches(anomalous);
      double[] sorted = scores.clone();
      Arrays.sort(sorted);
      this.thresholds = new double[THRESHOLDS];
      this.predicted = new long[THRESHOLDS];
      for (int t = 0; t < THRESHOLDS; t++) {
        boolean lowest = t == THRESHOLDS - 1;
        int rank =
            lowest ? scores.length - 1 : (int) (t * ((scores.length - 1) / (THRESHOLDS - 1.0)));
        thresholds[t] = sorted[scores.length - 1 - rank];
        predicted[t] = (long) scores.length - firstAtLeast(sorted, thresholds[t]);
      }
    }

    private static List<Stretch> stretches(BitSet anomalous) {
      List<Stretch> stretches = new ArrayList<>();
      for (int first = anomalous.nextSetBit(0);
          first >= 0;
          first = anomalous.nextSetBit(anomalous.nextClearBit(first))) {
        stretches.add(new Stretch(first, anomalous.nextClearBit(first) - 1));
      }
      return stretches;
    }

    private static int firstAtLeast(double[] sorted, double value) {
      int low = 0;
      int high = sorted.length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (sorted[middle] < value) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }

    VolumeUnderSurface measure() {
      double roc = 0;
      double precisionRecall = 0;
      for (int margin = 0; margin <= window; margin++) {
        VolumeUnderSurface area = area(margin);
        roc += area.roc();
        precisionRecall += area.precisionRecall();
      }
      return new VolumeUnderSurface(roc / (window + 1), precisionRecall / (window + 1));
    }

    /** The areas under both curves for one margin. */
    private VolumeUnderSurface area(int margin) {
      double[] label = faded(margin);
      double[] inside = new double[THRESHOLDS]; // label mass predicted
      double[] beside = new double[THRESHOLDS]; // of it, outside of the anomalies themselves
      for (int i = 0; i < scores.length; i++) {
        if (label[i] > 0) {
          int first = firstThresholdAtMost(scores[i]);
          inside[first] += label[i];
          beside[first] += anomalous.get(i) ? 0 : label[i];
        }
      }
      List<Stretch> widened = widened(margin);
      double[] touched = new double[THRESHOLDS];
      for (Stretch stretch : widened) {
        double highest =
            Arrays.stream(scores, stretch.first(), stretch.last() + 1).max().orElseThrow();
        touched[firstThresholdAtMost(highest)]++;
      }
      return integrate(inside, beside, touched, widened.size());
    }

    /** Sums from the highest threshold to the lowest, and integrates over the curves' points. */
    private VolumeUnderSurface integrate(
        double[] inside, double[] beside, double[] touched, int stretches) {
      double anomalyRows = anomalous.cardinality();
      double insideSum = 0;
      double besideSum = 0;
      double touchedSum = 0;
      double roc = 0;
      double precisionRecall = 0;
      double lastRecall = 0;
      double lastFalse = 0;
      for (int t = 0; t < THRESHOLDS; t++) {
        insideSum += inside[t];
        besideSum += beside[t];
        touchedSum += touched[t];
        double positives = (anomalyRows + anomalyRows + besideSum) / 2;
        double recall = Math.min(insideSum / positives, 1) * touchedSum / stretches;
        double falseRate = (predicted[t] - insideSum) / (scores.length - positives);
        roc += (falseRate - lastFalse) * (recall + lastRecall) / 2;
        precisionRecall += (recall - lastRecall) * insideSum / predicted[t];
        lastRecall = recall;
        lastFalse = falseRate;
      }
      roc += (1 - lastFalse) * (1 + lastRecall) / 2;
      return new VolumeUnderSurface(roc, precisionRecall);
    }

    /** 1 on anomalies, falling as a square root over half a margin on each side. */
    private double[] faded(int margin) {
      double[] label = new double[scores.length];
      int half = margin / 2;
      for (Stretch anomaly : anomalies) {
        for (int i = anomaly.first(); i <= anomaly.last(); i++) {
          label[i] += 1;
        }
        for (int distance = 1; distance <= half; distance++) {
          double share = Math.sqrt(1 - (double) distance / margin);
          int after = anomaly.last() + distance;
          int before = anomaly.first() - distance;
          if (after < label.length) {
            label[after] += share;
          }
          if (before >= 0) {
            label[before] += share;
          }
        }
      }
      for (int i = 0; i < label.length; i++) {
        label[i] = Math.min(label[i], 1);
      }
      return label;
    }

    /** The anomalies with half a margin on each side; those that meet are one. */
    private List<Stretch> widened(int margin) {
      int half = margin / 2;
      List<Stretch> widened = new ArrayList<>();
      int first = Math.max(anomalies.get(0).first() - half, 0);
      for (int i = 0; i < anomalies.size(); i++) {
        int last = anomalies.get(i).last() + half;
        boolean isLast = i == anomalies.size() - 1;
        int next = isLast ? 0 : anomalies.get(i + 1).first() - half;
        if (isLast || last < next) {
          widened.add(new Stretch(first, Math.min(last, scores.length - 1)));
          first = next;
        }
      }
      return widened;
    }

    /** Thresholds fall; the first that a score reaches. */
    private int firstThresholdAtMost(double score) {
      int low = 0;
      int high = THRESHOLDS - 1;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (thresholds[middle] > score) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }
  }
}
