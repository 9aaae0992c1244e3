/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.window;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.reconstream.stream.event.EventKey;
import io.reconstream.stream.event.EventTime;
import io.reconstream.stream.event.SizeLimit;
import io.reconstream.stream.event.UndecodableException;
import io.reconstream.stream.event.UndecodableException.Reason;
import org.apache.kafka.common.utils.Bytes;

/**
 * Whose row an event is, and when: without both it cannot be in a window.
 *
 * @param eventTime null: the record's timestamp
 * @param eventKey null: the record's key
 * @param partitionAsKey whether events without a key are one series for each partition
 */
record EventIdentity(EventTime eventTime, EventKey eventKey, boolean partitionAsKey) {
  private static final Bytes PARTITION = Bytes.wrap(new byte[0]);

  long time(byte[] value, long timestamp) throws UndecodableException {
    return eventTime == null ? timestamp : eventTime.epochMillis(value);
  }

  Bytes key(byte[] recordKey, byte[] value) throws UndecodableException {
    if (eventKey != null) {
      return Bytes.wrap(eventKey.key(value).getBytes(UTF_8));
    }
    if (recordKey == null && partitionAsKey) {
      return PARTITION;
    }
    if (recordKey == null) {
      throw new UndecodableException(
          Reason.NULL_KEY,
          "the record's key is null, expected a key, as the model scores windows of one key each; key.field can name a field with the key, or key.missing: partition makes one series of each partition");
    }
    return Bytes.wrap(SizeLimit.requireKey(recordKey));
  }
}
