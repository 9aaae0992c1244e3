/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Writes dead letters that the dead-letter topic can take. A record that was let into its own topic
 * may be too large for another, all the more with the headers that say why it is there: then its
 * value is cut, and where that is not enough its key and headers are too. The letter says so, and
 * has the place where the whole record is.
 *
 * <p>Kafka Streams serialises the key, then the value: {@link #key} and {@link #value} work in this
 * order and share the letter's headers.
 */
public final class LetterSerializer {
  /** The size of the whole value, where it was cut. */
  public static final String CUT_VALUE = "reconstream.cut.value";

  /** The size of the whole key, where it was cut. */
  public static final String CUT_KEY = "reconstream.cut.key";

  /** How many of the record's own headers were left out. */
  public static final String CUT_HEADERS = "reconstream.cut.headers";

  /** All that say that something was cut. */
  public static final Set<String> CUT = Set.of(CUT_VALUE, CUT_KEY, CUT_HEADERS);

  /** Longer keys are cut; a letter of few bytes gives them a quarter at most. */
  private static final int KEY_BYTES = 16 << 10;

  /** For the headers that say that something was cut, and Kafka's own framing. */
  private static final int FRAMING = 512;

  /** Lengths of a header's key and value. */
  private static final int HEADER_FRAMING = 2 * 5;

  private LetterSerializer() {}

  /**
   * Cuts keys of more than 16 KiB.
   *
   * @param maxBytes of a letter: key, value and headers
   */
  public static Serializer<byte[]> key(int maxBytes) {
    return new Fitting() {
      @Override
      public byte[] serialize(String topic, Headers headers, byte[] key) {
        return cut(headers, CUT_KEY, key, keyRoom(maxBytes));
      }
    };
  }

  /**
   * Cuts what is too large after the key was: headers to half of a letter, the value to the rest.
   *
   * @param maxBytes of a letter: key, value and headers
   */
  public static Serializer<byte[]> value(int maxBytes) {
    return new Fitting() {
      @Override
      public byte[] serialize(String topic, Headers headers, byte[] value) {
        if (bytes(headers) > maxBytes / 2) {
          leaveOutHeaders(headers);
        }
        int room = maxBytes - keyRoom(maxBytes) - FRAMING - bytes(headers);
        return cut(headers, CUT_VALUE, value, Math.max(0, room));
      }
    };
  }

  /** What headers take up in a record at most. */
  public static int bytes(Headers headers) {
    int bytes = 0;
    for (Header header : headers) {
      int value = header.value() == null ? 0 : header.value().length;
      bytes += header.key().getBytes(UTF_8).length + value + HEADER_FRAMING;
    }
    return bytes;
  }

  private static int keyRoom(int maxBytes) {
    return Math.min(KEY_BYTES, maxBytes / 4);
  }

  private static byte[] cut(Headers headers, String header, byte[] whole, int room) {
    if (whole == null || whole.length <= room) {
      return whole;
    }
    headers.add(header, Integer.toString(whole.length).getBytes(UTF_8));
    return Arrays.copyOf(whole, room);
  }

  /** All but those that say why the letter is here, each of which is short. */
  private static void leaveOutHeaders(Headers headers) {
    Header[] all = headers.toArray();
    for (Header header : all) {
      Header last = headers.lastHeader(header.key());
      headers.remove(header.key());
      if (last != null && DeadLetter.isOurs(header.key())) {
        headers.add(last);
      }
    }
    int leftOut = all.length - headers.toArray().length;
    headers.add(CUT_HEADERS, Integer.toString(leftOut).getBytes(UTF_8));
  }

  /** Sees headers always. */
  private abstract static class Fitting implements Serializer<byte[]> {
    @Override
    public final byte[] serialize(String topic, byte[] bytes) {
      throw new UnsupportedOperationException("a dead letter has headers");
    }
  }
}
