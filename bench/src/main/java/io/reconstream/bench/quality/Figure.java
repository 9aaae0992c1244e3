/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.quality;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What is measured of a scored set; no point adjustment anywhere. */
enum Figure {
  /** Area under the ROC curve. */
  AUROC(Scored::auroc),
  AVERAGE_PRECISION(Scored::averagePrecision),
  /** Volume under the precision-recall surface. */
  VUS_PR(Scored::volumeUnderPrecisionRecall),
  /** At the sealed threshold. */
  F1(scored -> scored.confusion().f1()),
  /** At the sealed threshold. */
  FALSE_ALARM_RATE(scored -> scored.confusion().falseAlarmRate());

  @SuppressWarnings("ImmutableEnumChecker") // a method reference without state
  private final ToDoubleFunction<Scored> measure;

  Figure(ToDoubleFunction<Scored> measure) {
    this.measure = measure;
  }

  double of(Scored scored) {
    return measure.applyAsDouble(scored);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
