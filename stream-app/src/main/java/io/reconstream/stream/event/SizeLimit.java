/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.feature.FieldPath;
import io.reconstream.stream.event.UndecodableException.Reason;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Refuses events that are too large before anything of them is read, and keys that are too large to
 * be kept per key and written into alerts.
 */
public final class SizeLimit implements EventDecoderFactory {
  /**
   * The largest key, in bytes: a key is held in heap, in stores and in every alert, where it may
   * become hexadecimal digits, twice as long.
   */
  public static final int KEY_BYTES = 16 << 10;

  /** What an event's headers may have where the app sends it through a topic of its own. */
  private static final int HEADER_BYTES = 64 << 10;

  /** Of one char at most. */
  private static final int UTF8_BYTES = 3;

  private final int maxBytes;
  private final EventDecoderFactory decoders;

  /**
   * @param maxBytes of an event's value
   * @param decoders what reads events that are within the limit
   */
  public SizeLimit(int maxBytes, EventDecoderFactory decoders) {
    this.maxBytes = maxBytes;
    this.decoders = decoders;
  }

  /**
   * A key that is within its limit.
   *
   * @throws UndecodableException if it is not
   */
  public static byte[] requireKey(byte[] key) throws UndecodableException {
    if (key.length > KEY_BYTES) {
      throw new UndecodableException(
          Reason.TOO_LARGE,
          "the key has %d bytes, expected at most %d".formatted(key.length, KEY_BYTES));
    }
    return key;
  }

  /**
   * Headers that are small enough for an event to go through a topic of the app's own, which takes
   * {@link #recordBytes}.
   *
   * @throws UndecodableException if they are not
   */
  public static void requireHeaders(Headers headers) throws UndecodableException {
    long bytes = 0;
    for (Header header : headers) {
      int value = header.value() == null ? 0 : header.value().length;
      bytes += (long) UTF8_BYTES * header.key().length() + value;
    }
    if (bytes > HEADER_BYTES) {
      throw new UndecodableException(
          Reason.TOO_LARGE,
          "the headers have up to %d bytes, expected at most %d where events are sent to the partition of their key"
              .formatted(bytes, HEADER_BYTES));
    }
  }

  /** The largest record that the app writes of an event within the limits. */
  public static int recordBytes(int maxBytes) {
    return maxBytes + 2 * KEY_BYTES + 2 * HEADER_BYTES;
  }

  @Override
  public EventDecoder decoder(FeatureSpec spec) {
    EventDecoder decoder = decoders.decoder(spec);
    return (value, row, offset) -> {
      requireValue(value);
      decoder.decode(value, row, offset);
    };
  }

  @Override
  public EventTime eventTime(FieldPath field) {
    EventTime time = decoders.eventTime(field);
    return value -> {
      requireValue(value);
      return time.epochMillis(value);
    };
  }

  @Override
  public EventKey eventKey(FieldPath field) {
    EventKey reader = decoders.eventKey(field);
    return value -> {
      requireValue(value);
      return requireKey(reader.key(value));
    };
  }

  @Override
  public MeasurementDecoder measurements(MeasurementFields fields) {
    MeasurementDecoder decoder = decoders.measurements(fields);
    return value -> {
      requireValue(value);
      Measurement measurement = decoder.decode(value);
      if (measurement.machine() != null) {
        requireKey(measurement.machine());
      }
      return measurement;
    };
  }

  private static String requireKey(String key) throws UndecodableException {
    if (key.length() > KEY_BYTES / UTF8_BYTES) {
      requireKey(key.getBytes(UTF_8));
    }
    return key;
  }

  private void requireValue(byte[] value) throws UndecodableException {
    if (value != null && value.length > maxBytes) {
      throw new UndecodableException(
          Reason.TOO_LARGE,
          "the value has %d bytes, expected at most %d (event.max.bytes)"
              .formatted(value.length, maxBytes));
    }
  }
}
