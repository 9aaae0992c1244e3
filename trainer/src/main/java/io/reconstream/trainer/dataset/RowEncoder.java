/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.dataset;

import io.reconstream.model.feature.BooleanFeature;
import io.reconstream.model.feature.Feature;
import io.reconstream.model.feature.FeatureEncoder;
import io.reconstream.model.feature.FeatureException;
import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.feature.FieldPath;
import io.reconstream.model.feature.NumericFeature;
import java.nio.FloatBuffer;
import java.util.List;

/** Encodes the records of a scan that was opened on {@link #fields()}. */
final class RowEncoder {
  private final List<Feature> features;

  RowEncoder(FeatureSpec spec) {
    this.features = spec.features();
  }

  /** The fields to scan, one per feature. */
  List<FieldPath> fields() {
    return features.stream().map(Feature::field).toList();
  }

  /**
   * Writes the row of the scan's record.
   *
   * @throws FeatureException if the record has no row
   */
  void encode(RecordScan scan, FloatBuffer row, int offset) throws FeatureException {
    int column = offset;
    for (int i = 0; i < features.size(); i++) {
      Feature feature = features.get(i);
      Object value = scan.get(i);
      if (value == null) {
        FeatureEncoder.missing(feature, row, column);
      } else {
        FeatureEncoder.encode(feature, typed(feature, value, scan), row, column);
      }
      column += feature.columns().size();
    }
  }

  /** The number or boolean that a text of an untyped source stands for, else the value itself. */
  private static Object typed(Feature feature, Object value, RecordScan scan) {
    if (!scan.untyped() || !(value instanceof CharSequence text)) {
      return value;
    }
    Object typed = null;
    if (feature instanceof NumericFeature) {
      typed = Cells.number(text.toString());
    } else if (feature instanceof BooleanFeature) {
      typed = Cells.truth(text.toString());
    }
    return typed == null ? value : typed;
  }
}
