/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.alert;

import io.reconstream.model.feature.CategoryFeature;
import io.reconstream.model.feature.Feature;
import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.feature.TimestampFeature;
import io.reconstream.model.scoring.ScoredRow;
import io.reconstream.schemas.Contributor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which features made the score high: a feature's share is its part in the sum of feature errors.
 * The columns of one feature count together.
 */
final class Contributors {
  /** How many are told at most. */
  static final int TOP = 5;

  private Contributors() {}

  /** The top features that have an error, largest share first. */
  static List<Contributor> of(FeatureSpec spec, ScoredRow row) {
    double sum = 0;
    for (float error : row.featureError()) {
      sum += finite(error);
    }
    List<Contributor> contributors = new ArrayList<>();
    int column = 0;
    for (Feature feature : spec.features()) {
      int columns = feature.columns().size();
      double error = 0;
      for (int i = 0; i < columns; i++) {
        error += finite(row.featureError()[column + i]);
      }
      if (error > 0) {
        contributors.add(contributor(feature, row, column, error / sum));
      }
      column += columns;
    }
    contributors.sort(Comparator.comparingDouble(Contributor::getShare).reversed());
    return contributors.subList(0, Math.min(TOP, contributors.size()));
  }

  private static double finite(float error) {
    return Float.isFinite(error) ? Math.abs(error) : 0;
  }

  private static Contributor contributor(Feature feature, ScoredRow row, int column, double share) {
    Contributor.Builder contributor =
        Contributor.newBuilder().setFeature(feature.name()).setShare(share);
    if (feature instanceof CategoryFeature category) {
      contributor
          .setLevel(category.level(row.row()[column]))
          .setExpectedLevel(category.level(row.reconstruction()[column]));
    } else if (!(feature instanceof TimestampFeature)) {
      contributor
          .setValue(number(row.row()[column]))
          .setExpected(number(row.reconstruction()[column]));
    }
    return contributor.build();
  }

  private static Double number(float value) {
    return Float.isNaN(value) ? null : (double) value;
  }
}
