/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.feature;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The features of a model, in the order of the row's columns.
 *
 * @param features at least one; names are unique
 */
public record FeatureSpec(List<Feature> features) {

  public FeatureSpec {
    features = List.copyOf(features);
    if (features.isEmpty()) {
      throw new IllegalArgumentException("a feature spec has no features, expected at least one");
    }
    Set<String> seen = new HashSet<>();
    for (Feature feature : features) {
      for (String column : feature.columns()) {
        if (!seen.add(column)) {
          throw new IllegalArgumentException(
              "two features fill the column '%s', expected unique names".formatted(column));
        }
      }
    }
  }

  /** The features' names, in order. */
  @JsonIgnore
  public List<String> names() {
    return features.stream().map(Feature::name).toList();
  }

  /** The names of the row's columns, in order. */
  @JsonIgnore
  public List<String> columns() {
    return features.stream().flatMap(feature -> feature.columns().stream()).toList();
  }

  /** F, the number of floats in a row. */
  @JsonIgnore
  public int width() {
    return features.stream().mapToInt(feature -> feature.columns().size()).sum();
  }
}
