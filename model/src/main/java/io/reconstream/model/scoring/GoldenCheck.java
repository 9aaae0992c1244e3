/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.scoring;

import io.reconstream.model.bundle.Bundle;
import io.reconstream.model.bundle.BundleException;
import io.reconstream.model.bundle.GoldenRows;
import java.util.List;

/**
 * Scores a bundle's golden rows on this machine and compares them with what the trainer saw.
 *
 * <p>A value may differ by {@link #TOLERANCE} of its own size or of its unit, whichever is larger:
 * other processors sum in another order, and where a sum nearly cancels the rest is rounding. The
 * unit of a feature error is 1 (it is standardised), that of a score the size of the threshold or
 * the spread of the held-out scores. A wrong model is further away.
 */
final class GoldenCheck {
  static final double TOLERANCE = 1e-4;

  private final Bundle bundle;
  private final double scoreUnit;

  GoldenCheck(Bundle bundle) {
    this.bundle = bundle;
    List<Double> quantiles = bundle.metadata().distribution().quantiles();
    this.scoreUnit =
        Math.max(
            Math.abs(bundle.metadata().threshold().value()),
            quantiles.get(quantiles.size() - 1) - quantiles.get(0));
  }

  /**
   * Checks every golden row.
   *
   * @throws BundleException naming the first row that differs
   */
  void run(Scorer scorer) {
    GoldenRows golden = bundle.metadata().golden();
    List<String> columns = bundle.metadata().features().columns();
    try (ScoringBatch batch = scorer.batch(1)) {
      for (int row = 0; row < golden.rows().size(); row++) {
        write(golden.rows().get(row), batch);
        ScoredRow actual = batch.detail(0);
        check(row, "score", golden.scores().get(row), actual.score(), scoreUnit);
        for (int column = 0; column < columns.size(); column++) {
          check(
              row,
              "feature error of '%s'".formatted(columns.get(column)),
              golden.featureErrors().get(row).get(column),
              actual.featureError()[column],
              1);
        }
      }
    } catch (ScoringException e) {
      throw new BundleException("%s: %s".formatted(bundle.origin(), e.getMessage()), e);
    }
  }

  private static void write(List<Float> row, ScoringBatch batch) {
    for (int i = 0; i < row.size(); i++) {
      Float value = row.get(i);
      batch.features().put(i, value == null ? Float.NaN : value);
    }
  }

  private void check(int row, String what, float expected, float actual, double unit) {
    double size = Math.max(unit, Math.max(Math.abs(expected), Math.abs(actual)));
    boolean same =
        Float.compare(expected, actual) == 0
            || Math.abs((double) expected - actual) <= TOLERANCE * size;
    if (!same) {
      throw new BundleException(
          "%s: golden row %d gives the %s %s on this machine, expected %s (within %s)"
              .formatted(bundle.origin(), row, what, actual, expected, TOLERANCE * size));
    }
  }
}
