/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.scoring;

import io.reconstream.model.feature.Feature;
import io.reconstream.model.feature.FeatureSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A feature's part in making a score high.
 *
 * @param feature which
 * @param column its first column in the row
 * @param share its part in the sum of feature errors, above 0 to 1; the columns of one feature
 *     count together
 */
public record Contribution(Feature feature, int column, double share) {

  /** The features that have an error, largest share first; errors that are not finite are none. */
  public static List<Contribution> of(FeatureSpec spec, ScoredRow row) {
    double sum = 0;
    for (float error : row.featureError()) {
      sum += finite(error);
    }
    List<Contribution> contributions = new ArrayList<>();
    int column = 0;
    for (Feature feature : spec.features()) {
      int columns = feature.columns().size();
      double error = 0;
      for (int i = 0; i < columns; i++) {
        error += finite(row.featureError()[column + i]);
      }
      if (error > 0) {
        contributions.add(new Contribution(feature, column, error / sum));
      }
      column += columns;
    }
    contributions.sort(Comparator.comparingDouble(Contribution::share).reversed());
    return contributions;
  }

  private static double finite(float error) {
    return Float.isFinite(error) ? Math.abs(error) : 0;
  }
}
