/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.latency;

import io.reconstream.bench.variant.VariantName;
import io.reconstream.schemas.Alert;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a variant's output as it comes and records how long after its event was due each record
 * arrived.
 */
final class AlertReader implements AutoCloseable {
  private static final int HEADER_BYTES = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(50);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final GenericDatumReader<GenericRecord> alerts =
      new GenericDatumReader<>(Alert.getClassSchema());
  private final VariantName variant;

  AlertReader(String bootstrapServers, String topic, VariantName variant) {
    this.variant = variant;
    this.consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "fetch.min.bytes",
                1,
                "auto.offset.reset",
                "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    TopicPartition partition = new TopicPartition(topic, 0);
    consumer.assign(List.of(partition));
    consumer.seekToBeginning(List.of(partition));
  }

  /**
   * Reads until every anomaly of the feed has its record.
   *
   * @param begin when the feed's first event was due
   * @param firstOffset of the feed's first event
   * @throws IllegalStateException if 30 seconds pass without a record where some are due
   */
  Histogram read(Feed feed, long begin, long firstOffset) {
    Histogram nanos = new Histogram(3);
    long last = System.nanoTime();
    // two neighbours are at most two intervals apart
    long stalled = PATIENCE.toNanos() + (long) (2e9 * feed.anomalyEvery() / feed.perSecond());
    while (nanos.getTotalCount() < feed.anomalies()) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        last = System.nanoTime();
        long event = offset(record.value()) - firstOffset;
        if (feed.isAnomaly(event)) {
          nanos.recordValue(Math.max(0, last - feed.due(begin, event)));
        }
      }
      if (System.nanoTime() - last > stalled) {
        throw new IllegalStateException(
            "%s wrote %d of %d records, then none for %d s"
                .formatted(
                    variant.label(),
                    nanos.getTotalCount(),
                    feed.anomalies(),
                    stalled / 1_000_000_000));
      }
    }
    return nanos;
  }

  /** The offset of the event that a record speaks of. */
  private long offset(byte[] value) {
    if (variant == VariantName.PASSTHROUGH) {
      return ByteBuffer.wrap(value).getLong();
    }
    try {
      GenericRecord alert =
          alerts.read(
              null,
              DecoderFactory.get()
                  .binaryDecoder(value, HEADER_BYTES, value.length - HEADER_BYTES, null));
      return (long) ((GenericRecord) alert.get("source")).get("offset");
    } catch (IOException e) {
      throw new UncheckedIOException("an alert could not be read", e);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
