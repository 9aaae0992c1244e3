/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.letters;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.reconstream.stream.deadletter.DeadLetter;
import io.reconstream.stream.deadletter.LetterSerializer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * One dead letter. What its headers do not say, as in a record that is none, is empty.
 *
 * @param record as it is in the dead-letter topic
 */
public record Letter(ConsumerRecord<byte[], byte[]> record) {
  /** Stands for what a letter does not say. */
  static final String UNKNOWN = "-";

  /** How often the record was sent again. */
  public static final String REPLAYED = "reconstream.replayed";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final int SHORT_MESSAGE = 120;

  /** Where it is: partition and offset of the dead-letter topic. */
  public String place() {
    return record.partition() + ":" + record.offset();
  }

  /** Where the record came from: topic, partition and offset. */
  public String source() {
    return "%s:%s:%s"
        .formatted(
            text(DeadLetter.TOPIC).orElse(UNKNOWN),
            text(DeadLetter.PARTITION).orElse(UNKNOWN),
            text(DeadLetter.OFFSET).orElse(UNKNOWN));
  }

  String reason() {
    return text(DeadLetter.REASON).orElse(UNKNOWN);
  }

  Optional<String> sourceTopic() {
    return text(DeadLetter.TOPIC);
  }

  int sourcePartition() {
    return number(DeadLetter.PARTITION).orElse(-1);
  }

  String message() {
    return text(DeadLetter.MESSAGE).orElse(UNKNOWN);
  }

  /** The record's own: when the event was written, not when it became a letter. */
  Instant time() {
    return Instant.ofEpochMilli(record.timestamp());
  }

  int replays() {
    return number(REPLAYED).orElse(0);
  }

  /** Whether this is less than the record was. */
  boolean isCut() {
    return LetterSerializer.CUT.stream().anyMatch(name -> text(name).isPresent());
  }

  List<Header> headers() {
    return List.of(record.headers().toArray());
  }

  /** The last header of this name as text. */
  Optional<String> text(String header) {
    return Optional.ofNullable(record.headers().lastHeader(header))
        .map(Header::value)
        .map(value -> new String(value, UTF_8));
  }

  private Optional<Integer> number(String header) {
    try {
      return text(header).map(Integer::valueOf);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  static String text(Instant time) {
    return TIME.format(time);
  }

  /** {@code 0:17 2026-03-02 00:39:20 MALFORMED pump-events:3:47 what was wrong}. */
  public String line() {
    String message = Printable.of(message());
    return "%-8s %s  %-14s %s  %s%s"
        .formatted(
            place(),
            text(time()),
            Printable.of(reason()),
            Printable.of(source()),
            message.length() <= SHORT_MESSAGE
                ? message
                : message.substring(0, SHORT_MESSAGE) + "...",
            replays() == 0 ? "" : " (sent again: %d)".formatted(replays()));
  }
}
