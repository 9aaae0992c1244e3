/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.feature;

/** A number, taken as it is: one column. Scaling is in the bundle's graph. */
public record NumericFeature(String name, FieldPath field, boolean required) implements Feature {

  /**
   * The column's value.
   *
   * @param value any number that a float can hold; NaN means missing
   * @throws FeatureException if the value is infinite or beyond the float range, or is NaN and the
   *     feature is required
   */
  public float encode(double value) throws FeatureException {
    float encoded = (float) value;
    if (Float.isInfinite(encoded)) {
      throw FeatureException.notFinite(this, value);
    }
    if (required && Float.isNaN(encoded)) {
      throw FeatureException.missing(this);
    }
    return encoded;
  }
}
