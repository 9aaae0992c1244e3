/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.report;

import io.reconstream.model.feature.FeatureSpec;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Scored rows: the scores of all, all outputs of some. No larger than what a page shows, whatever
 * the number of rows.
 *
 * @param features what a row is
 * @param scores of all rows
 * @param anomalous which of them are anomalies; empty without labels
 * @param spread rows from the first to the last, of each label some
 * @param worst rows of the highest scores, highest first
 * @param stretch consecutive rows about the one of the highest score among ordered rows
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
public record ScoredSample(
    FeatureSpec features,
    double[] scores,
    Optional<BitSet> anomalous,
    List<ShownRow> spread,
    List<ShownRow> worst,
    List<ShownRow> stretch) {

  public ScoredSample {
    spread = List.copyOf(spread);
    worst = List.copyOf(worst);
    stretch = List.copyOf(stretch);
  }

  /** Whether there are anomalies and normal rows to tell apart. */
  public boolean labelled() {
    int anomalies = anomalous.map(BitSet::cardinality).orElse(0);
    return anomalies > 0 && anomalies < scores.length;
  }
}
