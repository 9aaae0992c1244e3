/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.window;

import io.reconstream.model.bundle.Bundle;
import io.reconstream.model.bundle.BundleMetadata;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.kafka.common.utils.ByteUtils;
import org.apache.kafka.common.utils.Bytes;

/**
 * How rows lie in the store.
 *
 * <pre>
 * key    length of the event's key (varint), the event's key, sequence modulo places (varint)
 * value  format (byte), layout (int), sequence (long), event time (long), F floats,
 *        where parts are smoothed also: model (int), C floats,
 *        in format 2 also: hash of the source's topic (int), its offset (long)
 * </pre>
 *
 * <p>Format 1 has a place for each row of a window. Format 2 has more, and tells which record a row
 * came from, so that events can be processed again. Both are read, whichever is written.
 *
 * <p>The layout tells rows of other features from those of this model, which cannot use them; the
 * model tells parts that another model made.
 */
final class RowFormat {
  private static final byte ROWS = 1;
  private static final byte ROWS_WITH_SOURCES = 2;
  private static final int TIME_AT = Byte.BYTES + Integer.BYTES + Long.BYTES;
  private static final int SOURCE_BYTES = Integer.BYTES + Long.BYTES;
  private static final int ROW_AT = TIME_AT + Long.BYTES;

  private final int layout;
  private final int model;
  private final byte written;
  private final int places;
  private final int width;
  private final int parts;

  /**
   * @param layout of rows that this format can read
   * @param model whose parts are smoothed
   * @param length T
   * @param replayed how many rows are kept beyond the window, to process their events again
   * @param width F
   * @param parts C, 0 where nothing is smoothed
   */
  RowFormat(int layout, int model, int length, int replayed, int width, int parts) {
    this.layout = layout;
    this.model = model;
    this.written = replayed == 0 ? ROWS : ROWS_WITH_SOURCES;
    this.places = Math.addExact(length, replayed);
    this.width = width;
    this.parts = parts;
  }

  /** The format of a bundle of windows. */
  static RowFormat of(Bundle bundle, int replayed) {
    BundleMetadata metadata = bundle.metadata();
    int length = metadata.windowLength();
    return new RowFormat(
        31 * metadata.features().toString().hashCode() + length,
        Integer.parseUnsignedInt(bundle.hash().substring(0, 8), 16),
        length,
        replayed,
        metadata.features().width(),
        metadata.smoothing() == null ? 0 : metadata.smoothing().weights().size());
  }

  /** What the store keys of a key's rows begin with, and no other key's. */
  static byte[] prefix(Bytes key) {
    ByteBuffer prefix = ByteBuffer.allocate(prefixBytes(key));
    putPrefix(key, prefix);
    return prefix.array();
  }

  private static int prefixBytes(Bytes key) {
    return ByteUtils.sizeOfUnsignedVarint(key.get().length) + key.get().length;
  }

  private static void putPrefix(Bytes key, ByteBuffer bytes) {
    ByteUtils.writeUnsignedVarint(key.get().length, bytes);
    bytes.put(key.get());
  }

  /** The event's key in a store key. */
  static Bytes eventKey(byte[] storeKey) {
    ByteBuffer bytes = ByteBuffer.wrap(storeKey);
    byte[] key = new byte[ByteUtils.readUnsignedVarint(bytes)];
    bytes.get(key);
    return Bytes.wrap(key);
  }

  /** How many rows of a key are kept. */
  int places() {
    return places;
  }

  byte[] storeKey(Bytes key, long sequence) {
    int slot = (int) (sequence % places);
    ByteBuffer bytes = ByteBuffer.allocate(prefixBytes(key) + ByteUtils.sizeOfUnsignedVarint(slot));
    putPrefix(key, bytes);
    ByteUtils.writeUnsignedVarint(slot, bytes);
    return bytes.array();
  }

  /**
   * A row as stored.
   *
   * @param smoothed C floats, NaN where nothing is smoothed yet
   */
  byte[] value(NewestRow row, float[] smoothed) {
    int size = ROW_AT + width * Float.BYTES + smoothedBytes() + sourceBytes(written);
    ByteBuffer bytes =
        ByteBuffer.allocate(size)
            .put(written)
            .putInt(layout)
            .putLong(row.sequence())
            .putLong(row.time());
    for (int column = 0; column < width; column++) {
      bytes.putFloat(row.row().get(column));
    }
    if (parts > 0) {
      bytes.putInt(model);
      for (float part : smoothed) {
        bytes.putFloat(part);
      }
    }
    if (written == ROWS_WITH_SOURCES) {
      bytes.putInt(row.source().topic()).putLong(row.source().offset());
    }
    return bytes.array();
  }

  private static int sourceBytes(byte format) {
    return format == ROWS_WITH_SOURCES ? SOURCE_BYTES : 0;
  }

  private int smoothedBytes() {
    return parts == 0 ? 0 : Integer.BYTES + parts * Float.BYTES;
  }

  /** Whether a stored row is one of this layout. */
  boolean fits(byte[] value) {
    return known(value).getInt() == layout;
  }

  /** The time of a stored row of any layout. */
  static long time(byte[] value) {
    return known(value).getLong(TIME_AT);
  }

  NewestRow row(byte[] value) {
    ByteBuffer bytes = known(value).position(Byte.BYTES + Integer.BYTES);
    long sequence = bytes.getLong();
    long time = bytes.getLong();
    return new NewestRow(
        sequence,
        time,
        bytes.asFloatBuffer().slice(0, width),
        value[0] == ROWS ? null : source(bytes));
  }

  private static RowSource source(ByteBuffer value) {
    int at = value.limit() - SOURCE_BYTES;
    return new RowSource(value.getInt(at), value.getLong(at + Integer.BYTES));
  }

  /** The smoothed parts beside a row; NaN if another model made them. */
  float[] smoothed(byte[] value) {
    float[] smoothed = new float[parts];
    ByteBuffer bytes = known(value).position(ROW_AT + width * Float.BYTES);
    boolean present = bytes.remaining() - sourceBytes(value[0]) == smoothedBytes();
    if (parts > 0 && present && bytes.getInt() == model) {
      bytes.asFloatBuffer().get(smoothed);
    } else {
      Arrays.fill(smoothed, Float.NaN);
    }
    return smoothed;
  }

  private static ByteBuffer known(byte[] value) {
    ByteBuffer bytes = ByteBuffer.wrap(value);
    byte format = bytes.get();
    if (format != ROWS && format != ROWS_WITH_SOURCES) {
      throw new IllegalStateException(
          "a row in store 'windows' has format %d, this version reads %d and %d; reset the application's state or use the version that wrote it"
              .formatted(format, ROWS, ROWS_WITH_SOURCES));
    }
    return bytes;
  }
}
