/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Where an event came from, before the app itself sent it through a topic of its own: what alerts
 * and dead letters name, and what makes their ids the same in a replay.
 */
public record Origin(String topic, int partition, long offset) implements RecordMetadata {
  private static final String HEADER = "reconstream.source";

  /** What the header of an event says, or the place where it was read. */
  public static RecordMetadata of(Headers headers, RecordMetadata read) {
    Header header = headers.lastHeader(HEADER);
    return header == null ? read : parse(new String(header.value(), UTF_8));
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
  private static Origin parse(String text) {
    String[] parts = text.split("/", -1);
    return new Origin(parts[0], Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
  }
}
