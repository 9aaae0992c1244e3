/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.alert;

import io.reconstream.model.feature.CategoryFeature;
import io.reconstream.model.feature.Feature;
import io.reconstream.model.feature.TimestampFeature;
import io.reconstream.model.scoring.ScoredRow;
import io.reconstream.schemas.Contributor;
import io.reconstream.stream.scoring.Explanation;
import java.util.List;

/** Which features made the score high, as an alert tells it. */
final class Contributors {
  /** How many are told at most. */
  static final int TOP = 5;

  private Contributors() {}

  /** The top features, largest share first. */
  static List<Contributor> of(Explanation explanation) {
    ScoredRow row = explanation.detail();
    return explanation.contributions().stream()
        .limit(TOP)
        .map(each -> contributor(each.feature(), row, each.column(), each.share()))
        .toList();
  }

  private static Contributor contributor(Feature feature, ScoredRow row, int column, double share) {
    String name = feature.name();
    if (feature instanceof CategoryFeature category) {
      return new Contributor(
          name,
          null,
          null,
          category.level(row.row()[column]),
          category.level(row.reconstruction()[column]),
          share);
    }
    if (feature instanceof TimestampFeature) {
      return new Contributor(name, null, null, null, null, share);
    }
    return new Contributor(
        name, number(row.row()[column]), number(row.reconstruction()[column]), null, null, share);
  }

  private static Double number(float value) {
    return Float.isNaN(value) ? null : (double) value;
  }
}
