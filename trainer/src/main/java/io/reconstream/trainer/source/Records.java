/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.source;

import io.reconstream.model.feature.FieldPath;
import java.util.List;

/**
 * Records in a fixed order, readable any number of times. Columns and keys are named by their
 * {@linkplain FieldPath#avroName(String) Avro names}.
 */
public interface Records {

  /** Where they come from, such as the files' names, in order. */
  List<String> origins();

  /** The fields that hold one value each, in the order of the source; no array elements. */
  List<FieldPath> fields();

  /** How the source itself spells a field's name. */
  default String title(FieldPath field) {
    return field.toString();
  }

  /** Whether a field, or an element of an array, can be read. */
  boolean has(FieldPath field);

  /**
   * Starts at the first record.
   *
   * @param fields what to read; the source has all of them
   */
  Cursor open(List<FieldPath> fields);

  /** Reads the records one by one. For one thread. */
  interface Cursor extends AutoCloseable {

    /**
     * Goes to the next record.
     *
     * @return false after the last
     * @throws io.reconstream.trainer.config.InvalidInputException if it cannot be read
     */
    boolean next();

    /**
     * A value of this record.
     *
     * @param index of a field of those asked for
     * @return a {@link Number}, {@link Boolean}, {@link CharSequence}, {@link java.time.Instant},
     *     or null where there is none
     */
    Object get(int index);

    /** Whether values are text that may stand for numbers and booleans, as in a CSV file. */
    boolean untyped();

    /** Index of this record's origin in {@link Records#origins()}. */
    int origin();

    /** Where this record is, for messages: {@code pump.csv, line 17}. */
    String position();

    @Override
    void close();
  }
}
