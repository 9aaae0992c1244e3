/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.feature;

/** A boolean: one column, 0 or 1. */
public record BooleanFeature(String name, FieldPath field, boolean required) implements Feature {

  /** The column's value: 1 for true, 0 for false. */
  public float encode(boolean value) {
    return value ? 1f : 0f;
  }
}
