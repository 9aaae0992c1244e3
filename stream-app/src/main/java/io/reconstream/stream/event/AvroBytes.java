/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import io.reconstream.stream.event.UndecodableException.Reason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Avro's binary encoding, read in place. A position beyond the array gives the {@link
 * IndexOutOfBoundsException} that Java's own check gives; {@link AvroProgram} turns it into a
 * refusal.
 */
final class AvroBytes {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** The bit that is set in all bytes of a number but the last. */
  private static final long CONTINUATION = 0x8080808080808080L;

  private AvroBytes() {}

  static float floatAt(byte[] in, int pos) {
    return Float.intBitsToFloat((int) INTS.get(in, pos));
  }

  static double doubleAt(byte[] in, int pos) {
    return Double.longBitsToDouble((long) LONGS.get(in, pos));
  }

  /** Where the variable-length number that begins at {@code pos} ends. */
  static int varintEnd(byte[] in, int pos) throws UndecodableException {
    int end = pos;
    while (in[end++] < 0) {
      if (end - pos == 10) {
        throw malformed("a number has more than 10 bytes", pos);
      }
    }
    return end;
  }

  /** The variable-length, zigzag number in these bytes. */
  static long varint(byte[] in, int pos, int end) {
    long raw = 0;
    for (int i = end - 1; i >= pos; i--) {
      raw = (raw << 7) | (in[i] & 0x7f);
    }
    return raw >>> 1 ^ -(raw & 1);
  }

  /** The same for Avro's int, whose bits beyond 32 do not count. */
  static int varint32(byte[] in, int pos, int end) throws UndecodableException {
    if (end - pos > 5) {
      throw malformed("an int has more than 5 bytes", pos);
    }
    int raw = 0;
    for (int i = end - 1; i >= pos; i--) {
      raw = (raw << 7) | (in[i] & 0x7f);
    }
    return raw >>> 1 ^ -(raw & 1);
  }

  /** Where {@code count} variable-length numbers end; counts last bytes, eight at a time. */
  static int skipVarints(byte[] in, int start, long count) {
    int pos = start;
    long left = count;
    while (left > 0 && pos <= in.length - Long.BYTES) {
      long lastBytes = ~(long) LONGS.get(in, pos) & CONTINUATION;
      int found = Long.bitCount(lastBytes);
      if (found >= left) {
        for (long i = 1; i < left; i++) {
          lastBytes &= lastBytes - 1;
        }
        return pos + Long.numberOfTrailingZeros(lastBytes) / Byte.SIZE + 1;
      }
      left -= found;
      pos += Long.BYTES;
    }
    while (left > 0) {
      if (in[pos++] >= 0) {
        left--;
      }
    }
    return pos;
  }

  /** Where a text or byte string ends. */
  static int skipString(byte[] in, int pos) throws UndecodableException {
    int length = in[pos];
    if ((length & 0x81) == 0) { // one byte and not negative: its end is one addition away
      int end = pos + 1 + (length >> 1);
      if (end <= in.length) {
        return end;
      }
    }
    int end = varintEnd(in, pos);
    return skip(in, end, varint(in, pos, end));
  }

  /** Where a number of bytes ends. */
  static int skip(byte[] in, int pos, long count) throws UndecodableException {
    if (count < 0 || count > in.length - pos) {
      throw malformed("%d bytes are announced, %d are left".formatted(count, in.length - pos), pos);
    }
    return pos + (int) count;
  }

  static UndecodableException malformed(String what, int pos) {
    return new UndecodableException(
        Reason.MALFORMED,
        "the Avro bytes do not follow the schema at byte %d: %s".formatted(pos, what));
  }
}
