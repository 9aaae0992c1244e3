/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream;

import io.reconstream.model.feature.Feature;
import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.feature.FieldPath;
import io.reconstream.model.feature.NumericFeature;
import io.reconstream.stream.event.EventDecoder;
import io.reconstream.stream.event.EventDecoderFactory;
import io.reconstream.stream.event.EventKey;
import io.reconstream.stream.event.EventTime;
import io.reconstream.stream.event.MeasurementDecoder;
import io.reconstream.stream.event.MeasurementFields;
import io.reconstream.stream.event.UndecodableException;
import io.reconstream.stream.event.UndecodableException.Reason;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.stream.IntStream;

/** The plainest event format: a row's floats, big endian. Any other length is malformed. */
public final class FloatEvents implements EventDecoderFactory {

  /** Numeric features x0, x1 and so on. */
  public static FeatureSpec features(int width) {
    return new FeatureSpec(
        IntStream.range(0, width)
            .<Feature>mapToObj(i -> new NumericFeature("x" + i, FieldPath.parse("x" + i), false))
            .toList());
  }

  public static byte[] event(float... row) {
    ByteBuffer bytes = ByteBuffer.allocate(row.length * Float.BYTES);
    for (float value : row) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }

  @Override
  public EventDecoder decoder(FeatureSpec spec) {
    int width = spec.width();
    return (value, row, offset) -> decode(value, row, offset, width);
  }

  private static void decode(byte[] value, FloatBuffer row, int offset, int width)
      throws UndecodableException {
    if (value == null) {
      throw new UndecodableException(Reason.NO_VALUE, "the record has no value");
    }
    if (value.length != width * Float.BYTES) {
      throw new UndecodableException(
          Reason.MALFORMED,
          "the event has %d bytes, expected %d".formatted(value.length, width * Float.BYTES));
    }
    ByteBuffer bytes = ByteBuffer.wrap(value);
    for (int i = 0; i < width; i++) {
      row.put(offset + i, bytes.getFloat());
    }
  }

  /** The first float, as milliseconds. */
  @Override
  public EventTime eventTime(FieldPath field) {
    return value -> (long) ByteBuffer.wrap(value).getFloat();
  }

  @Override
  public MeasurementDecoder measurements(MeasurementFields fields) {
    throw new UnsupportedOperationException("a row is no measurement");
  }

  /** The first float, as text. */
  @Override
  public EventKey eventKey(FieldPath field) {
    return value -> Float.toString(ByteBuffer.wrap(value).getFloat());
  }
}
