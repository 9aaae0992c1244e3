/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.pivot;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.reconstream.stream.event.EventKey;
import io.reconstream.stream.event.Origin;
import io.reconstream.stream.event.SizeLimit;
import io.reconstream.stream.event.UndecodableException;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;

/** Gives each event the key that one of its fields holds; one without it is a dead letter. */
public final class RekeyProcessor implements Processor<byte[], byte[], byte[], byte[]> {
  private final EventKey eventKey;
  private final DeadLetters.Factory letters;
  private final String next;
  private ProcessorContext<byte[], byte[]> context;
  private DeadLetters deadLetters;

  private RekeyProcessor(EventKey eventKey, DeadLetters.Factory letters, String next) {
    this.eventKey = eventKey;
    this.letters = letters;
    this.next = next;
  }

  /**
   * One processor per task.
   *
   * @param next the node that gets events with their new keys
   */
  public static ProcessorSupplier<byte[], byte[], byte[], byte[]> supplier(
      Supplier<EventKey> eventKey, DeadLetters.Factory letters, String next) {
    return () -> new RekeyProcessor(eventKey.get(), letters, next);
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    this.deadLetters = letters.of(context);
  }

  @Override
  public void process(Record<byte[], byte[]> event) {
    try {
      SizeLimit.requireHeaders(event.headers());
      byte[] key = eventKey.key(event.value()).getBytes(UTF_8);
      String origin = Origin.text(context.recordMetadata().orElseThrow());
      context.forward(
          event.withKey(key).withHeaders(Origin.headers(event.headers(), origin)), next);
    } catch (UndecodableException e) {
      deadLetters.send(event, e);
    }
  }
}
