/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.feature;

/** From a row's floats back to a feature's value: what {@link FeatureEncoder} does, undone. */
public final class FeatureDecoder {
  private FeatureDecoder() {}

  /**
   * A feature's value in a row, or in a reconstruction.
   *
   * @param row holds the feature's columns from {@code column} on
   * @return a {@link Float}; a {@link Boolean}, true from 0.5 on; a category's level; of a
   *     timestamp its {@linkplain TimestampFeature#place place} in the cycle, a {@link Double};
   *     null where the value is missing or the level is unseen
   */
  public static Object value(Feature feature, float[] row, int column) {
    if (feature instanceof CategoryFeature category) {
      return category.level(row[column]);
    }
    if (Float.isNaN(row[column])) {
      return null;
    }
    if (feature instanceof BooleanFeature) {
      return row[column] >= 0.5f;
    }
    if (feature instanceof TimestampFeature timestamp) {
      return timestamp.place(row[column], row[column + 1]);
    }
    return row[column];
  }
}
