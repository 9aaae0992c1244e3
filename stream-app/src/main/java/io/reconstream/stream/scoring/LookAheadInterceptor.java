/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.scoring;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Shows what a consumer polled to the {@link LookAhead} in its settings, and changes nothing. */
public final class LookAheadInterceptor implements ConsumerInterceptor<byte[], byte[]> {
  private LookAhead lookAhead;
  private PolledRecords polled;
  private boolean polling;

  @Override
  public void configure(Map<String, ?> settings) {
    lookAhead = (LookAhead) settings.get(LookAhead.CONFIG);
    polled = lookAhead.newConsumer();
  }

  @Override
  public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
    if (!polling) {
      // the consumer is made by one thread and polled by another: its own
      lookAhead.polls(polled);
      polling = true;
    }
    polled.add(records);
    return records;
  }

  @Override
  public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

  @Override
  public void close() {
    lookAhead.closed(polled);
  }
}
