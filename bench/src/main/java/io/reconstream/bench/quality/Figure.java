/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.quality;

import io.reconstream.trainer.evaluate.Confusion;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What is measured of scored sets; no point adjustment anywhere. */
enum Figure {
  /** Area under the ROC curve. */
  AUROC(mean(Scored::auroc)),
  AVERAGE_PRECISION(mean(Scored::averagePrecision)),
  /** Volume under the precision-recall surface. */
  VUS_PR(mean(Scored::volumeUnderPrecisionRecall)),
  /** At the sealed threshold. */
  F1(pooled(Confusion::f1)),
  /** At the sealed threshold. */
  FALSE_ALARM_RATE(pooled(Confusion::falseAlarmRate)),
  /** At the sealed threshold. */
  MISSED_ALARM_RATE(pooled(counts -> 1 - counts.recall()));

  @SuppressWarnings("ImmutableEnumChecker") // functions without state
  private final ToDoubleFunction<List<Scored>> measure;

  Figure(ToDoubleFunction<List<Scored>> measure) {
    this.measure = measure;
  }

  private static ToDoubleFunction<List<Scored>> mean(ToDoubleFunction<Scored> measure) {
    return sets -> sets.stream().mapToDouble(measure).average().orElseThrow();
  }

  private static ToDoubleFunction<List<Scored>> pooled(ToDoubleFunction<Confusion> measure) {
    return sets ->
        measure.applyAsDouble(
            sets.stream().map(Scored::confusion).reduce(Confusion::plus).orElseThrow());
  }

  double of(Scored scored) {
    return of(List.of(scored));
  }

  /** Over several sets: the mean, or of counts of rows what all rows together give. */
  double of(List<Scored> sets) {
    return measure.applyAsDouble(sets);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
