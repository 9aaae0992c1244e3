/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.feature;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A text, enum or code with a known set of levels: one column that holds the level's index, or
 * {@link #unseen()} for a level that training did not see. One-hot encoding is in the bundle's
 * graph.
 */
public final class CategoryFeature implements Feature {
  private final String name;
  private final FieldPath field;
  private final boolean required;
  private final List<String> levels;
  private final Map<String, Integer> indexes;

  public CategoryFeature(
      @JsonProperty("name") String name,
      @JsonProperty("field") FieldPath field,
      @JsonProperty("required") boolean required,
      @JsonProperty("levels") List<String> levels) {
    this.name = name;
    this.field = field;
    this.required = required;
    this.levels = List.copyOf(levels);
    this.indexes = new HashMap<>();
    for (String level : levels) {
      indexes.putIfAbsent(level, indexes.size());
    }
    if (indexes.size() != levels.size()) {
      throw new IllegalArgumentException(
          "category feature '%s' lists a level twice: %s".formatted(name, levels));
    }
  }

  @Override
  @JsonProperty
  public String name() {
    return name;
  }

  @Override
  @JsonProperty
  public FieldPath field() {
    return field;
  }

  @Override
  @JsonProperty
  public boolean required() {
    return required;
  }

  /** The known levels; a level's place is its index in the row. */
  @JsonProperty
  public List<String> levels() {
    return levels;
  }

  /** The index of every level that is not in {@link #levels()}. */
  @JsonIgnore
  public int unseen() {
    return levels.size();
  }

  /** The column's value: the level's index. */
  public float encode(String level) {
    Integer index = indexes.get(level);
    return index == null ? unseen() : index;
  }

  /** The level of an index; null where it is NaN (missing) or that of an unseen level. */
  public String level(float index) {
    int level = Math.round(index);
    boolean known = !Float.isNaN(index) && level >= 0 && level < levels.size();
    return known ? levels.get(level) : null;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CategoryFeature that
        && name.equals(that.name)
        && field.equals(that.field)
        && required == that.required
        && levels.equals(that.levels);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, field, required, levels);
  }

  @Override
  public String toString() {
    return "CategoryFeature[name=%s, field=%s, required=%s, levels=%s]"
        .formatted(name, field, required, levels);
  }
}
