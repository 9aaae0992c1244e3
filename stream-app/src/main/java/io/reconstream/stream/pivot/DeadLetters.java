/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.pivot;

import io.reconstream.stream.deadletter.DeadLetter;
import io.reconstream.stream.event.Origin;
import io.reconstream.stream.event.UndecodableException;
import io.reconstream.stream.metrics.StreamMetrics;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Sends what has no key, or is no measurement, to the dead letters, and counts it. */
public final class DeadLetters {
  private final StreamMetrics metrics;
  private final String node;
  private final ProcessorContext<byte[], byte[]> context;

  /**
   * Makes what sends a task's dead letters.
   *
   * @param node the one that gets them
   */
  public record Factory(StreamMetrics metrics, String node) {
    DeadLetters of(ProcessorContext<byte[], byte[]> context) {
      return new DeadLetters(metrics, node, context);
    }
  }

  private DeadLetters(
      StreamMetrics metrics, String node, ProcessorContext<byte[], byte[]> context) {
    this.metrics = metrics;
    this.node = node;
    this.context = context;
  }

  void send(Record<byte[], byte[]> event, UndecodableException cause) {
    RecordMetadata source = Origin.of(event.headers(), context.recordMetadata().orElseThrow());
    metrics.deadLetter(cause.reason().name());
    context.forward(
        event.withHeaders(
            DeadLetter.headers(event.headers(), source, cause.reason().name(), cause)),
        node);
  }
}
