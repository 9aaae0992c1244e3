/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * What calling every row anomalous that scores at least so much would find. All of them together
 * are the ROC curve and the precision-recall curve (Davis and Goadrich 2006).
 *
 * @param score the lowest that is called anomalous
 * @param recall the share of anomalies that are found
 * @param falseAlarmRate the share of normal rows that alarm
 * @param precision the share of alarms that are anomalies
 */
public record OperatingPoint(double score, double recall, double falseAlarmRate, double precision) {

  /**
   * The points from the strictest to the loosest, one per distinct score, thinned.
   *
   * @param anomalous which scores are of anomalies; some, but not all
   * @param limit how many points to give, about; the curves' steps are at most {@code 2 / limit}
   */
  public static List<OperatingPoint> of(double[] scores, BitSet anomalous, int limit) {
    double[] positive = anomalous.stream().mapToDouble(i -> scores[i]).sorted().toArray();
    double[] all = scores.clone();
    Arrays.sort(all);
    double positives = positive.length;
    double negatives = all.length - positives;
    List<OperatingPoint> points = new ArrayList<>();
    double lastMove = 0;
    int p = positive.length;
    int i = all.length;
    while (i > 0) {
      double score = all[i - 1];
      while (i > 0 && all[i - 1] == score) {
        i--;
      }
      while (p > 0 && positive[p - 1] == score) {
        p--;
      }
      double found = positives - p;
      double alarms = all.length - i;
      OperatingPoint point =
          new OperatingPoint(
              score, found / positives, (alarms - found) / negatives, found / alarms);
      double move = point.recall() + point.falseAlarmRate();
      if (points.isEmpty() || i == 0 || move - lastMove >= 2.0 / limit) {
        points.add(point);
        lastMove = move;
      }
    }
    return points;
  }
}
