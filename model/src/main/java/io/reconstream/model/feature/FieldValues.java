/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.feature;

/** A record's values by path, whatever its format. */
@FunctionalInterface
public interface FieldValues {

  /**
   * The value at a path.
   *
   * @return a {@link Number}, {@link Boolean}, {@link CharSequence}, {@link java.time.Instant}, or
   *     null where the record has no value there
   */
  Object get(FieldPath field);
}
