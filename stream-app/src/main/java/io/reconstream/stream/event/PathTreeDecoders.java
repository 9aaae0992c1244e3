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
  public final MeasurementDecoder measurements(MeasurementFields fields) {
    EventKeySlot sensor = new EventKeySlot(fields.sensor(), "sensor");
    MeasuredValueSlot value = new MeasuredValueSlot(fields.value());
    PathTree wanted = PathTree.of(fields.sensor(), sensor).with(fields.value(), value);
    EventKeySlot machine = fields.machine() == null ? null : new EventKeySlot(fields.machine());
    if (machine != null) {
      wanted.with(fields.machine(), machine);
    }
    EventTimeSlot time = fields.time() == null ? null : new EventTimeSlot(fields.time());
    if (time != null) {
      wanted.with(fields.time(), time);
    }
    EventDecoder decoder = decoder(wanted);
    return event -> {
      decoder.decode(event, NO_ROW, 0);
      return new Measurement(
          machine == null ? null : machine.key(),
          sensor.key(),
          value.value(),
          time == null ? null : time.epochMillis());
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
