/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.reconstream.stream.event.EventKey;
import io.reconstream.stream.event.EventTime;
import io.reconstream.stream.event.SizeLimit;
import io.reconstream.stream.event.UndecodableException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import java.util.function.Supplier;

/** When an event happened and what it is about. For one task. */
public final class EventFacts {

  /** Makes readers, one per task. */
  public interface Factory extends Supplier<EventFacts> {}

  private final EventTime eventTime;
  private final EventKey eventKey;

  /**
   * @param eventTime null: the record's timestamp
   * @param eventKey null: the record's key
   */
  public EventFacts(EventTime eventTime, EventKey eventKey) {
    this.eventTime = eventTime;
    this.eventKey = eventKey;
  }

  /** In milliseconds since the epoch; the record's timestamp where the event says no time. */
  long time(byte[] value, long timestamp) {
    if (eventTime == null) {
      return timestamp;
    }
    try {
      return eventTime.epochMillis(value);
    } catch (UndecodableException e) {
      return timestamp;
    }
  }

  /** As text; null where the event has no key, or one that is too large. */
  String key(byte[] recordKey, byte[] value) {
    try {
      if (eventKey == null) {
        return recordKey == null ? null : text(SizeLimit.requireKey(recordKey));
      }
      return eventKey.key(value);
    } catch (UndecodableException e) {
      return null;
    }
  }

  /** UTF-8 if it is, hexadecimal digits if not. */
  private static String text(byte[] key) {
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
      if (text.chars().noneMatch(Character::isISOControl)) {
        return text;
      }
    } catch (CharacterCodingException e) {
      // not a text: shown as it is
    }
    return HexFormat.of().formatHex(key);
  }
}
