/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.dataset;

import io.reconstream.model.feature.FieldPath;
import io.reconstream.trainer.config.DataConfig;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The columns that are no features.
 *
 * @param time orders the rows, or null
 * @param key tells the series that a row belongs to, or null
 * @param label tells anomalies, or null
 * @param where the values that a row must have to be used
 * @param excluded all columns that features are not inferred from
 */
record Roles(
    FieldPath time,
    FieldPath key,
    FieldPath label,
    Map<FieldPath, String> where,
    Set<FieldPath> excluded) {

  static Roles of(DataConfig config, Columns columns) {
    Set<FieldPath> excluded = new HashSet<>();
    FieldPath time = find("data.time", config.time(), columns, excluded);
    FieldPath label = find("data.label", config.label(), columns, excluded);
    FieldPath key = find("data.key", config.key(), columns, excluded);
    config.exclude().forEach(column -> find("data.exclude", column, columns, excluded));
    Map<FieldPath, String> where = new LinkedHashMap<>();
    config
        .where()
        .forEach(
            (column, value) -> {
              FieldPath field = find("data.where", column, columns, excluded);
              if (field != null) {
                where.put(field, value);
              }
            });
    return new Roles(time, key, label, where, excluded);
  }

  private static FieldPath find(
      String key, String column, Columns columns, Set<FieldPath> excluded) {
    FieldPath field = column == null ? null : columns.find(key, column).orElse(null);
    if (field != null) {
      excluded.add(field);
    }
    return field;
  }
}
