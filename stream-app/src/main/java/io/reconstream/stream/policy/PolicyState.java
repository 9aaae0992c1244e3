/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.policy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What the policy remembers of a key.
 *
 * @param recent bit i is set if the event i events ago was anomalous
 * @param lastAlert event time of the last alert, {@link Long#MIN_VALUE} before the first
 * @param incident the open incident, or null
 */
public record PolicyState(long recent, long lastAlert, OpenIncident incident) {

  /** Of a key without a past. It equals the state of one whose past no longer matters. */
  public static final PolicyState INITIAL = new PolicyState(0, Long.MIN_VALUE, null);

  private static final byte FORMAT = 2;

  /** Knew neither when the state changed nor when an incident's key was last seen. */
  private static final byte FIRST_FORMAT = 1;

  private static final int FIXED_BYTES = 1 + 8 + 8 + 8 + 1;
  private static final int INCIDENT_BYTES = 8 * 7 + 4 + 4;

  /**
   * As bytes of a versioned format, for a state store.
   *
   * @param changed event time of the event that led to this state
   */
  public byte[] toBytes(long changed) {
    byte[] id = incident == null ? new byte[0] : incident.id().getBytes(StandardCharsets.UTF_8);
    int size = FIXED_BYTES + (incident == null ? 0 : INCIDENT_BYTES + id.length);
    ByteBuffer bytes = ByteBuffer.allocate(size);
    bytes.put(FORMAT).putLong(changed).putLong(recent).putLong(lastAlert);
    bytes.put((byte) (incident == null ? 0 : 1));
    if (incident != null) {
      bytes.putLong(incident.start()).putLong(incident.peak()).putDouble(incident.peakScore());
      bytes.putLong(incident.last()).putLong(incident.anomalousEvents());
      bytes
          .putLong(incident.updated())
          .putLong(incident.seen())
          .putInt(incident.calmEvents())
          .putInt(id.length)
          .put(id);
    }
    return bytes.array();
  }

  /**
   * Reads {@link #toBytes}.
   *
   * @throws IllegalStateException if a later format wrote them
   */
  public static PolicyState fromBytes(byte[] stored) {
    ByteBuffer bytes = known(stored);
    boolean first = bytes.get() == FIRST_FORMAT;
    if (!first) {
      bytes.getLong();
    }
    long recent = bytes.getLong();
    long lastAlert = bytes.getLong();
    return new PolicyState(recent, lastAlert, bytes.get() == 0 ? null : incident(bytes, first));
  }

  /** Event time of the last change of a stored state, as far as the first format tells it. */
  public static long changed(byte[] stored) {
    ByteBuffer bytes = known(stored);
    boolean first = bytes.get() == FIRST_FORMAT;
    return first ? Math.max(0, bytes.getLong(1 + Long.BYTES)) : bytes.getLong();
  }

  private static ByteBuffer known(byte[] stored) {
    byte format = stored[0];
    if (format != FORMAT && format != FIRST_FORMAT) {
      throw new IllegalStateException(
          "policy state has format %d, this version reads up to %d; reset the application's state or use the version that wrote it"
              .formatted(format, FORMAT));
    }
    return ByteBuffer.wrap(stored);
  }

  private static OpenIncident incident(ByteBuffer bytes, boolean first) {
    long start = bytes.getLong();
    long peak = bytes.getLong();
    double peakScore = bytes.getDouble();
    long last = bytes.getLong();
    long anomalousEvents = bytes.getLong();
    long updated = bytes.getLong();
    long seen = first ? Math.max(last, updated) : bytes.getLong();
    int calmEvents = bytes.getInt();
    byte[] id = new byte[bytes.getInt()];
    bytes.get(id);
    return new OpenIncident(
        new String(id, StandardCharsets.UTF_8),
        start,
        peak,
        peakScore,
        last,
        anomalousEvents,
        calmEvents,
        updated,
        seen);
  }
}
