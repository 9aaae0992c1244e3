/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Where an event came from, before the app itself sent it through a topic of its own: what alerts
 * and dead letters name, and what makes their ids the same in a replay.
 */
public record Origin(String topic, int partition, long offset) implements RecordMetadata {
  /** A header that the app itself gives to events; one of a stranger's may say anything. */
  public static final String HEADER = "reconstream.source";

  /** What the names of Kafka Streams' own topics between two parts of a topology end in. */
  private static final String BETWEEN = "-repartition";

  /**
   * What the header of an event says, if it was read from a topic that the app itself writes, or
   * the place where it was read.
   */
  public static RecordMetadata of(Headers headers, RecordMetadata read) {
    Header header = headers.lastHeader(HEADER);
    return header == null || header.value() == null || !read.topic().endsWith(BETWEEN)
        ? read
        : parse(new String(header.value(), UTF_8)).orElse(read);
  }

  /** As text; {@link #headers} takes it. */
  public static String text(RecordMetadata origin) {
    return "%s/%d/%d".formatted(origin.topic(), origin.partition(), origin.offset());
  }

  /** These headers, and one that names the origin. */
  public static Headers headers(Headers headers, String origin) {
    return new RecordHeaders(headers).remove(HEADER).add(HEADER, origin.getBytes(UTF_8));
  }

  /** A topic's name has no slash. */
  private static Optional<RecordMetadata> parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Origin(parts[0], Integer.parseInt(parts[1]), Long.parseLong(parts[2])));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
