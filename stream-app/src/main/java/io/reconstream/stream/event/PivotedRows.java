/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.reconstream.model.feature.BooleanFeature;
import io.reconstream.model.feature.CategoryFeature;
import io.reconstream.model.feature.Feature;
import io.reconstream.model.feature.FeatureEncoder;
import io.reconstream.model.feature.FeatureException;
import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.feature.FieldPath;
import io.reconstream.model.feature.TimestampFeature;
import io.reconstream.stream.event.UndecodableException.Reason;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Rows that were made of single measurements, as they travel on: values by the names of features,
 * so that they outlive a change of the model.
 *
 * <pre>
 * format 1 (byte), time (long), count (int), then per value: length of the name (short), the name
 * (UTF-8), the value (double)
 * </pre>
 */
public final class PivotedRows implements EventDecoderFactory {
  private static final byte FORMAT = 1;

  /**
   * Writes a row.
   *
   * @param time epoch milliseconds
   * @param values by the names of features
   */
  public static byte[] encode(long time, Map<String, Double> values) {
    List<byte[]> names = values.keySet().stream().map(name -> name.getBytes(UTF_8)).toList();
    int size = names.stream().mapToInt(name -> Short.BYTES + name.length + Double.BYTES).sum();
    ByteBuffer bytes = ByteBuffer.allocate(1 + Long.BYTES + Integer.BYTES + size);
    bytes.put(FORMAT).putLong(time).putInt(names.size());
    int index = 0;
    for (double value : values.values()) {
      byte[] name = names.get(index++);
      bytes.putShort((short) name.length).put(name).putDouble(value);
    }
    return bytes.array();
  }

  @Override
  public EventDecoder decoder(FeatureSpec spec) {
    return new Decoder(spec);
  }

  /** The time of the row, whatever the field: it was read when the row was made. */
  @Override
  public EventTime eventTime(FieldPath field) {
    return value -> known(value).getLong();
  }

  @Override
  public EventKey eventKey(FieldPath field) {
    throw new UnsupportedOperationException("a row's key is its record's");
  }

  @Override
  public MeasurementDecoder measurements(MeasurementFields fields) {
    throw new UnsupportedOperationException("a row is no measurement");
  }

  private static ByteBuffer known(byte[] value) throws UndecodableException {
    if (value == null) {
      throw new UndecodableException(Reason.NO_VALUE, "the record has no value");
    }
    if (value.length < 1 + Long.BYTES || value[0] != FORMAT) {
      throw new UndecodableException(
          Reason.MALFORMED, "the record is no row of format %d".formatted(FORMAT));
    }
    return ByteBuffer.wrap(value).position(1);
  }

  private static final class Decoder implements EventDecoder {
    private final List<Feature> features;
    private final Utf8Table names;
    private final double[] values;

    Decoder(FeatureSpec spec) {
      this.features = spec.features();
      this.names = new Utf8Table(spec.names());
      this.values = new double[features.size()];
    }

    @Override
    public void decode(byte[] value, FloatBuffer row, int offset) throws UndecodableException {
      ByteBuffer bytes = known(value);
      long time = bytes.getLong();
      Arrays.fill(values, Double.NaN);
      try {
        for (int left = bytes.getInt(); left > 0; left--) {
          int length = bytes.getShort();
          int name = bytes.position();
          double number = bytes.position(name + length).getDouble();
          int feature = names.find(value, name, name + length);
          if (feature >= 0) {
            values[feature] = number;
          }
        }
        write(time, row, offset);
      } catch (FeatureException e) {
        throw new UndecodableException(e);
      } catch (BufferUnderflowException | IllegalArgumentException e) {
        throw new UndecodableException(Reason.MALFORMED, "the row is cut off");
      }
    }

    private void write(long time, FloatBuffer row, int offset) throws FeatureException {
      int column = offset;
      for (int i = 0; i < values.length; i++) {
        Feature feature = features.get(i);
        if (feature instanceof TimestampFeature) {
          FeatureEncoder.encode(feature, time, row, column);
        } else if (Double.isNaN(values[i])) {
          FeatureEncoder.missing(feature, row, column);
        } else {
          FeatureEncoder.encode(feature, typed(feature, values[i]), row, column);
        }
        column += feature.columns().size();
      }
    }

    /** A sensor's number as what its feature takes: a truth, or a level that is a whole number. */
    private static Object typed(Feature feature, double value) {
      if (feature instanceof BooleanFeature) {
        return value != 0;
      }
      if (feature instanceof CategoryFeature && value == Math.rint(value)) {
        return (long) value;
      }
      return value;
    }
  }
}
