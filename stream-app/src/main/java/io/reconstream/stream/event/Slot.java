/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import io.reconstream.model.feature.FeatureException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Where the value of one field goes. A decoder hands over what it found by the method of the
 * value's kind; a slot overrides the kinds it takes without boxing and gets all others as objects.
 */
abstract class Slot {

  /** The field is null, or an array or map on its path has no such entry. */
  abstract void missing(FloatBuffer row, int offset) throws FeatureException, UndecodableException;

  /** The schema has no such field. */
  abstract void absent(int schemaId, FloatBuffer row, int offset) throws UndecodableException;

  /** Any kind of value, as in {@link io.reconstream.model.feature.FieldValues}. */
  abstract void value(Object value, FloatBuffer row, int offset)
      throws FeatureException, UndecodableException;

  /** What to throw for a value that has no counterpart among the kinds, such as an array. */
  abstract UndecodableException wrongType(String found);

  void whole(long value, FloatBuffer row, int offset)
      throws FeatureException, UndecodableException {
    value(value, row, offset);
  }

  void real(double value, FloatBuffer row, int offset)
      throws FeatureException, UndecodableException {
    value(value, row, offset);
  }

  void truth(boolean value, FloatBuffer row, int offset)
      throws FeatureException, UndecodableException {
    value(value, row, offset);
  }

  void instant(long epochMillis, FloatBuffer row, int offset)
      throws FeatureException, UndecodableException {
    value(Instant.ofEpochMilli(epochMillis), row, offset);
  }

  void text(byte[] utf8, int from, int to, FloatBuffer row, int offset)
      throws FeatureException, UndecodableException {
    value(new String(utf8, from, to - from, StandardCharsets.UTF_8), row, offset);
  }
}
