/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.pivot;

import io.reconstream.model.window.Pivot.Point;
import io.reconstream.model.window.Pivot.State;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a machine's pivot lies in the store, in the first format.
 *
 * <pre>
 * format 1 (byte), closed (long), newest (long), rows that wait (int): time (long), origin (UTF);
 * sensors (int): name (UTF), points (int): time (long), value (double)
 * </pre>
 */
final class PivotFormat {
  private static final byte FORMAT = 1;

  private PivotFormat() {}

  static byte[] write(State state) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(FORMAT);
      out.writeLong(state.closed());
      out.writeLong(state.newest());
      out.writeInt(state.pending().size());
      for (Map.Entry<Long, String> row : state.pending().entrySet()) {
        out.writeLong(row.getKey());
        out.writeUTF(row.getValue());
      }
      out.writeInt(state.sensors().size());
      for (Map.Entry<String, List<Point>> sensor : state.sensors().entrySet()) {
        out.writeUTF(sensor.getKey());
        out.writeInt(sensor.getValue().size());
        for (Point point : sensor.getValue()) {
          out.writeLong(point.time());
          out.writeDouble(point.value());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // of an array: never
    }
    return bytes.toByteArray();
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalStateException if a later format wrote it
   */
  static State read(byte[] stored) {
    if (stored == null) {
      return State.INITIAL;
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(stored))) {
      byte format = in.readByte();
      if (format != FORMAT) {
        throw new IllegalStateException(
            "a machine in store '%s' has format %d, this version reads %d; reset the application's state or use the version that wrote it"
                .formatted(PivotProcessor.STORE, format, FORMAT));
      }
      long closed = in.readLong();
      long newest = in.readLong();
      Map<Long, String> pending = new HashMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        pending.put(in.readLong(), in.readUTF());
      }
      Map<String, List<Point>> sensors = new HashMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        String sensor = in.readUTF();
        List<Point> points = new ArrayList<>();
        for (int more = in.readInt(); more > 0; more--) {
          points.add(new Point(in.readLong(), in.readDouble()));
        }
        sensors.put(sensor, points);
      }
      return new State(closed, newest, pending, sensors);
    } catch (IOException e) {
      throw new UncheckedIOException("a machine in store 'pivots' is cut off", e);
    }
  }
}
