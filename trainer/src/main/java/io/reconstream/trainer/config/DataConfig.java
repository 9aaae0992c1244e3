/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the rows come from and what their columns are for.
 *
 * @param files paths and globs, in order; relative to the configuration file
 * @param time the column that orders rows, or null for the order of files and lines
 * @param key the column that says which machine or customer a row belongs to, or null
 * @param label the column that says which rows are anomalies, or null; never trained on
 * @param trainOn which rows are learned from
 * @param where column to value: only rows that have all of these values are used
 * @param exclude columns that are no features
 * @param missing texts that mean "no value" in a CSV file; an empty cell always does
 * @param maxLevels the most levels a category has; a text column with more is no feature
 * @param constant what becomes of a column that has one value only
 */
public record DataConfig(
    List<String> files,
    String time,
    String key,
    String label,
    TrainOn trainOn,
    Map<String, String> where,
    List<String> exclude,
    List<String> missing,
    int maxLevels,
    Constant constant) {

  /** Which rows are learned from and calibrated on. */
  public enum TrainOn {
    /** All of them, as if there were no labels. */
    ALL,
    /** Those that the label column calls normal. */
    NORMAL;

    @Override
    public String toString() {
      return Choices.text(this);
    }
  }

  /** What becomes of a column that has one value only. */
  public enum Constant {
    /** It is no feature; a note says so. */
    DROP,
    /** It is a feature: another value is a deviation. */
    KEEP;

    @Override
    public String toString() {
      return Choices.text(this);
    }
  }

  public DataConfig {
    files = List.copyOf(files);
    // in the order written, so that the sealed configuration is the same each time
    where = Collections.unmodifiableMap(new LinkedHashMap<>(where));
    exclude = List.copyOf(exclude);
    missing = List.copyOf(missing);
  }

  /** Files that are scored with a bundle, which knows its features. */
  public static DataConfig scored(
      List<String> files,
      String key,
      String label,
      Map<String, String> where,
      List<String> missing) {
    return new DataConfig(
        files,
        null,
        key,
        label,
        TrainOn.ALL,
        where,
        List.of(),
        missing,
        Integer.MAX_VALUE,
        Constant.DROP);
  }

  /** The same with other files. */
  public DataConfig withFiles(List<String> other) {
    return new DataConfig(
        other, time, key, label, trainOn, where, exclude, missing, maxLevels, constant);
  }
}
