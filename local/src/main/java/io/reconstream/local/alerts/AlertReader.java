/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.alerts;

import io.reconstream.local.feed.FeedException;
import io.reconstream.local.feed.Target;
import io.reconstream.local.topic.TopicTail;
import io.reconstream.schemas.Alert;
import io.reconstream.schemas.Incident;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads a topic of alerts, and one of incidents, from their beginning, as they are committed. */
public final class AlertReader implements AutoCloseable {
  private final TopicTail tail;
  private final OutputDecoder decoder;
  private final String alertsTopic;

  private AlertReader(TopicTail tail, OutputDecoder decoder, String alertsTopic) {
    this.tail = tail;
    this.decoder = decoder;
    this.alertsTopic = alertsTopic;
  }

  /**
   * @param source of alerts
   * @param incidents another topic of the same broker
   * @throws FeedException if the broker does not answer or has no such topic
   */
  public static AlertReader open(Target source, Optional<String> incidents) {
    TopicTail tail = TopicTail.open(source);
    try {
      incidents.ifPresent(tail::readAlso);
      return new AlertReader(
          tail, new OutputDecoder(source.registryUrl(), source.registry()), source.topic());
    } catch (FeedException e) {
      tail.close();
      throw e;
    }
  }

  /** Hands over what is new, in the order of its events; nothing if none came within a moment. */
  public void poll(Consumer<Alert> alerts, Consumer<Incident> incidents) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    tail.poll().forEach(records::add);
    // the end of an incident and the alert of the next are in two topics
    records.sort(Comparator.comparingLong(ConsumerRecord::timestamp));
    for (ConsumerRecord<byte[], byte[]> record : records) {
      if (record.topic().equals(alertsTopic)) {
        alerts.accept(decoder.decode(record.value(), new Alert()));
      } else {
        incidents.accept(decoder.decode(record.value(), new Incident()));
      }
    }
  }

  /** Whether everything that is committed by now was read. */
  public boolean isAtEnd() {
    return tail.isAtEnd();
  }

  @Override
  public void close() throws IOException {
    tail.close();
    decoder.close();
  }
}
