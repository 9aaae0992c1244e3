/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.reconstream.model.feature.Feature;
import io.reconstream.model.feature.FeatureEncoder;
import io.reconstream.model.feature.FeatureException;
import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.feature.FieldValues;
import io.reconstream.stream.event.UndecodableException.Reason;
import java.nio.FloatBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Asserts that a decoder does with an event what the reference does with its values. */
final class ReferenceCheck {
  private static final int MARGIN = 2;

  private ReferenceCheck() {}

  /**
   * Bit-equal floats, or a refusal for a reason that the reference has too.
   *
   * @return whether the event has a row
   */
  static boolean assertSame(
      FeatureSpec spec, FieldValues reference, EventDecoder decoder, byte[] value) {
    FloatBuffer expected = FloatBuffer.allocate(spec.width() + 2 * MARGIN);
    FloatBuffer actual = FloatBuffer.allocate(spec.width() + 2 * MARGIN);
    Set<Reason> reasons = encode(spec, reference, expected);
    try {
      decoder.decode(value, actual, MARGIN);
      assertThat(reasons).as("the reference's refusals, where %s was accepted", spec).isEmpty();
      assertThat(bits(actual)).as("rows of %s", spec).isEqualTo(bits(expected));
      return true;
    } catch (UndecodableException e) {
      Reason reason = e.reason() == Reason.MISSING_FIELD ? Reason.MISSING_VALUE : e.reason();
      assertThat(reasons).as(e.getMessage()).contains(reason);
      return false;
    }
  }

  /** Each feature alone, since a record with two faults may be refused for either. */
  private static Set<Reason> encode(FeatureSpec spec, FieldValues record, FloatBuffer row) {
    Set<Reason> reasons = EnumSet.noneOf(Reason.class);
    int column = MARGIN;
    for (Feature feature : spec.features()) {
      try {
        new FeatureEncoder(new FeatureSpec(List.of(feature))).encode(record, row, column);
      } catch (FeatureException e) {
        reasons.add(new UndecodableException(e).reason());
      }
      column += feature.columns().size();
    }
    return reasons;
  }

  private static int[] bits(FloatBuffer row) {
    int[] bits = new int[row.capacity()];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToIntBits(row.get(i));
    }
    return bits;
  }
}
