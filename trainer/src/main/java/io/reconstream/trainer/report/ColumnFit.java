/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.report;

import io.reconstream.model.feature.CategoryFeature;
import io.reconstream.model.feature.Feature;
import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.scoring.ScoredRow;
import java.util.ArrayList;
import java.util.List;

/**
 * How well a column is reconstructed.
 *
 * @param column its name
 * @param error root mean square of value minus reconstruction, in the user's units; of a category
 *     the share of rows whose level is not the expected one
 * @param explained the share of the column's variance that the reconstruction explains, 1 at best;
 *     null for a category, and where the column does not vary
 */
public record ColumnFit(String column, double error, Double explained) {

  /** The fit of every column on scored rows; missing values do not count. */
  public static List<ColumnFit> of(FeatureSpec spec, List<ScoredRow> rows) {
    List<ColumnFit> fits = new ArrayList<>();
    for (Feature feature : spec.features()) {
      for (String column : feature.columns()) {
        int index = fits.size();
        fits.add(
            feature instanceof CategoryFeature
                ? levels(column, index, rows)
                : numbers(column, index, rows));
      }
    }
    return fits;
  }

  private static ColumnFit levels(String column, int index, List<ScoredRow> rows) {
    double wrong =
        rows.stream()
            .filter(row -> !Float.isNaN(row.row()[index]))
            .mapToDouble(row -> row.row()[index] == row.reconstruction()[index] ? 0 : 1)
            .average()
            .orElse(0);
    return new ColumnFit(column, wrong, null);
  }

  private static ColumnFit numbers(String column, int index, List<ScoredRow> rows) {
    double count = 0;
    double mean = 0;
    double squares = 0;
    double errors = 0;
    for (ScoredRow row : rows) {
      double value = row.row()[index];
      if (Double.isNaN(value)) {
        continue;
      }
      count++;
      double delta = value - mean;
      mean += delta / count;
      squares += delta * (value - mean);
      double error = value - row.reconstruction()[index];
      errors += error * error;
    }
    Double explained = squares > 0 ? 1 - errors / squares : null;
    return new ColumnFit(column, Math.sqrt(errors / Math.max(1, count)), explained);
  }
}
