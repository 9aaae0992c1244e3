/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer;

import io.reconstream.model.feature.Feature;
import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.feature.FieldPath;
import io.reconstream.trainer.dataset.Columns;
import io.reconstream.trainer.source.Records;
import java.util.ArrayList;
import java.util.List;

/** A model's features in data: where each is, and at which column of a row it begins. */
final class FeatureFields {

  /**
   * @param field where the feature's value is in the data
   * @param column of the row
   */
  record Place(Feature feature, FieldPath field, int column) {}

  private FeatureFields() {}

  /** The features that the data have, in the order of the spec. */
  static List<Place> of(FeatureSpec spec, Records records) {
    Columns columns = new Columns(records);
    List<Place> places = new ArrayList<>();
    int column = 0;
    for (Feature feature : spec.features()) {
      int first = column;
      columns
          .find(feature.name(), feature.field().toString())
          .ifPresent(field -> places.add(new Place(feature, field, first)));
      column += feature.columns().size();
    }
    return places;
  }
}
