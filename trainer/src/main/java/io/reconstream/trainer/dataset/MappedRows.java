/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Rows in a temporary file that is mapped into memory: as many as the disk holds, in no heap. The
 * operating system keeps what is used in its page cache.
 */
final class MappedRows implements Rows, AutoCloseable {
  private final Path file;
  private final int width;
  private final long count;
  private final String hash;
  private final long rowsPerSegment;
  private final List<FloatBuffer> segments;

  private MappedRows(Writer written, List<FloatBuffer> segments, long rowsPerSegment) {
    this.file = written.file;
    this.width = written.width;
    this.count = written.count;
    this.hash = HexFormat.of().formatHex(written.digest.digest());
    this.segments = segments;
    this.rowsPerSegment = rowsPerSegment;
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public void copy(long row, float[] target, int offset) {
    FloatBuffer segment = segments.get((int) (row / rowsPerSegment));
    segment.get((int) (row % rowsPerSegment) * width, target, offset, width);
  }

  /** SHA-256 of the rows as little-endian floats, in the order they were written. */
  String hash() {
    return hash;
  }

  /** Deletes the file; its pages go when the last reader has. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes rows one after the other. */
  static final class Writer implements AutoCloseable {
    private static final int BUFFER = 1 << 20;
    private static final long SEGMENT = 1L << 30;

    private final Path file;
    private final int width;
    private final FileChannel channel;
    private final ByteBuffer bytes;
    private final FloatBuffer floats;
    private final MessageDigest digest;
    private long count;
    private boolean finished;

    Writer(Path file, int width) {
      this.file = file;
      this.width = width;
      int rows = Math.max(1, BUFFER / (width * Float.BYTES));
      this.bytes =
          ByteBuffer.allocateDirect(rows * width * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      this.floats = bytes.asFloatBuffer();
      try {
        this.digest = MessageDigest.getInstance("SHA-256");
        this.channel =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JVM has SHA-256", e);
      }
    }

    /** The buffer whose floats from {@link #offset()} on are the next row's. */
    FloatBuffer buffer() {
      return floats;
    }

    int offset() {
      return bytes.position() / Float.BYTES;
    }

    /** Keeps the row that was written at {@link #offset()}. */
    void add() {
      bytes.position(bytes.position() + width * Float.BYTES);
      count++;
      if (!bytes.hasRemaining()) {
        flush();
      }
    }

    long count() {
      return count;
    }

    private void flush() {
      bytes.flip();
      digest.update(bytes.duplicate());
      try {
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(
            "the encoded rows do not fit into '%s': %s".formatted(file, e.getMessage()), e);
      }
      bytes.clear();
    }

    /** The rows, to be read; the writer is done. */
    MappedRows finish() {
      flush();
      finished = true;
      long rowBytes = (long) width * Float.BYTES;
      long rowsPerSegment = Math.max(1, SEGMENT / rowBytes);
      List<FloatBuffer> segments = new ArrayList<>();
      try (channel) {
        for (long row = 0; row < count; row += rowsPerSegment) {
          long rows = Math.min(rowsPerSegment, count - row);
          segments.add(
              channel
                  .map(MapMode.READ_ONLY, row * rowBytes, rows * rowBytes)
                  .order(ByteOrder.LITTLE_ENDIAN)
                  .asFloatBuffer());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new MappedRows(this, segments, rowsPerSegment);
    }

    /** Deletes the file unless it was finished. */
    @Override
    public void close() {
      if (!finished) {
        try (channel) {
          Files.deleteIfExists(file);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }
}
