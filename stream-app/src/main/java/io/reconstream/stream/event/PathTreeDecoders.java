/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.feature.FieldPath;
import java.nio.FloatBuffer;
import java.util.Objects;

/**
 * A format that can walk an event and a {@link PathTree} together; the rest is the same for all.
 */
abstract class PathTreeDecoders implements EventDecoderFactory {
  private static final FloatBuffer NO_ROW = FloatBuffer.allocate(0);

  /** A decoder that hands the wanted values to the tree's slots. */
  abstract EventDecoder decoder(PathTree wanted);

  @Override
  public final EventDecoder decoder(FeatureSpec spec) {
    EventDecoder decoder = decoder(PathTree.of(spec));
    int width = spec.width();
    return (value, row, offset) -> {
      Objects.checkFromIndexSize(offset, width, row.limit()); // or it would look like bad bytes
      decoder.decode(value, row, offset);
    };
  }

  @Override
  public final EventTime eventTime(FieldPath field) {
    EventTimeSlot slot = new EventTimeSlot(field);
    EventDecoder decoder = decoder(PathTree.of(field, slot));
    return value -> {
      decoder.decode(value, NO_ROW, 0);
      return slot.epochMillis();
    };
  }

  @Override
  public final EventKey eventKey(FieldPath field) {
    EventKeySlot slot = new EventKeySlot(field);
    EventDecoder decoder = decoder(PathTree.of(field, slot));
    return value -> {
      decoder.decode(value, NO_ROW, 0);
      return slot.key();
    };
  }
}
