/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.soak;

import io.reconstream.bench.workload.BenchTopic;
import io.reconstream.bench.workload.Events;
import io.reconstream.bench.workload.Rows;
import io.reconstream.local.demo.Ledger;
import io.reconstream.local.feed.Pace;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends events in turn to all partitions: one in {@link BenchTopic#ANOMALY_EVERY} an anomaly, one
 * in {@link #UNDECODABLE_EVERY} not to be decoded.
 */
final class SoakFeed implements AutoCloseable {
  private static final int UNDECODABLE_EVERY = 1_009;

  /** In a closed loop: enough that the product is never short of events. */
  private static final int MOST_AHEAD = 200_000;

  private final Rows rows;
  private final float[] row;
  private final Events format;
  private final int schemaId;
  private final String topic;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  SoakFeed(String bootstrapServers, String topic, int features, int schemaId) {
    this.topic = topic;
    this.schemaId = schemaId;
    format = new Events(features);
    rows = new Rows(features, 4);
    row = new float[features];
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 5, "acks", "all"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Sends as fast as events get their outcomes. */
  void closedLoop(Ledger ledger, BooleanSupplier until) {
    while (!until.getAsBoolean()) {
      if (sent.get() - ledger.accounted() < MOST_AHEAD) {
        for (int i = 0; i < 1_000; i++) {
          send();
        }
      } else {
        LockSupport.parkNanos(1_000_000);
      }
    }
    producer.flush();
  }

  /** Sends at a rate, whatever becomes of the events. */
  void openLoop(double perSecond, BooleanSupplier until) {
    Pace pace = new Pace(perSecond);
    while (!until.getAsBoolean()) {
      pace.await();
      send();
    }
    producer.flush();
  }

  private void send() {
    rows.next(row);
    long i = sent.getAndIncrement();
    if (i % BenchTopic.ANOMALY_EVERY == BenchTopic.ANOMALY_EVERY - 1) {
      Rows.distort(row);
    }
    byte[] event =
        i % UNDECODABLE_EVERY == UNDECODABLE_EVERY - 1
            ? new byte[] {1, 2, 3}
            : format.encode(schemaId, row);
    var unused =
        producer.send(
            new ProducerRecord<>(topic, (int) (i % SoakTopics.PARTITIONS), null, event),
            (metadata, error) -> failure.compareAndSet(null, error));
  }

  /**
   * Events sent so far.
   *
   * @throws IllegalStateException if the broker did not take one
   */
  long sent() {
    if (failure.get() != null) {
      throw new IllegalStateException("the broker did not take all events", failure.get());
    }
    return sent.get();
  }

  @Override
  public void close() {
    producer.close();
  }
}
