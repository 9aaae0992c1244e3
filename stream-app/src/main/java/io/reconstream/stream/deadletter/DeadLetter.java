/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Set;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** The headers of a dead letter. */
public final class DeadLetter {
  /** The class of the error. */
  public static final String EXCEPTION = "__streams.errors.exception";

  /** What was wrong, the actual value, what is allowed, where. */
  public static final String MESSAGE = "__streams.errors.message";

  /** The error in full; without frames, as the message says where. */
  public static final String STACKTRACE = "__streams.errors.stacktrace";

  public static final String TOPIC = "__streams.errors.topic";
  public static final String PARTITION = "__streams.errors.partition";
  public static final String OFFSET = "__streams.errors.offset";

  /** The stable code of what was wrong. */
  public static final String REASON = "reconstream.reason";

  private static final Set<String> OURS =
      Set.of(EXCEPTION, MESSAGE, STACKTRACE, TOPIC, PARTITION, OFFSET, REASON);

  /** A message may quote what it found, which may be as large as the event. */
  private static final int LONGEST_TEXT = 2_000;

  private DeadLetter() {}

  /** Whether a header of this name is a dead letter's, not the record's own. */
  public static boolean isOurs(String header) {
    return OURS.contains(header) || LetterSerializer.CUT.contains(header);
  }

  /** The record's headers, followed by those that say why and where from. */
  public static Headers headers(
      Headers original, RecordMetadata source, String reason, Exception cause) {
    Headers headers = new RecordHeaders(original);
    // of a stranger, or of a letter that was copied back: this one may be whole
    LetterSerializer.CUT.forEach(headers::remove);
    return headers
        .add(EXCEPTION, text(cause.getClass().getName()))
        .add(MESSAGE, text(cause.getMessage()))
        .add(STACKTRACE, text(cause.toString()))
        .add(TOPIC, text(source.topic()))
        .add(PARTITION, text(Integer.toString(source.partition())))
        .add(OFFSET, text(Long.toString(source.offset())))
        .add(REASON, text(reason));
  }

  private static byte[] text(String value) {
    String shown =
        value.length() <= LONGEST_TEXT
            ? value
            : "%s... (%d characters)".formatted(value.substring(0, LONGEST_TEXT), value.length());
    return shown.getBytes(UTF_8);
  }
}
