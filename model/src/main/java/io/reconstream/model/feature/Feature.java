/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.feature;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * One feature: which field of a record it comes from and how its value becomes floats.
 *
 * <p>Each implementation converts one typed value. Who holds the value (a decoder, a table reader)
 * calls that conversion; a value of another type is refused by {@link FeatureEncoder}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = NumericFeature.class, name = "numeric"),
  @JsonSubTypes.Type(value = BooleanFeature.class, name = "boolean"),
  @JsonSubTypes.Type(value = CategoryFeature.class, name = "category"),
  @JsonSubTypes.Type(value = TimestampFeature.class, name = "timestamp")
})
public sealed interface Feature
    permits NumericFeature, BooleanFeature, CategoryFeature, TimestampFeature {

  /** The name shown in reports and alerts; unique in its spec. */
  String name();

  /** Where the value is. */
  FieldPath field();

  /** Whether a record without a value is refused; if not, its columns are NaN. */
  boolean required();

  /** The names of the row's columns that this feature fills, in order; at least one. */
  default List<String> columns() {
    return List.of(name());
  }
}
