/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.latency;

import io.reconstream.bench.workload.Events;
import io.reconstream.bench.workload.Rows;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends events at a fixed rate, whatever becomes of them. Event i is due at a random moment of this
 * feed's part of the i-th interval: at even distances it would meet the timers of clients and
 * broker, half a second of waiting for records, always at the same point. One that is sent late
 * still counts from when it was due, so that a stall is not hidden (coordinated omission).
 *
 * @param events how many
 * @param perSecond the rate; an interval is its inverse
 * @param anomalyEvery every so many events one is an anomaly
 * @param part of the interval, from 0
 * @param parts how many feeds share the interval
 * @param seed of the moments
 */
record Feed(int events, double perSecond, int anomalyEvery, int part, int parts, long seed) {

  /** When event i is due, on the clock of {@link System#nanoTime()}. */
  long due(long begin, long i) {
    double within = (part + new SplittableRandom(seed + i).nextDouble()) / parts;
    return begin + (long) ((i + within) * 1e9 / perSecond);
  }

  boolean isAnomaly(long i) {
    return i % anomalyEvery == anomalyEvery - 1;
  }

  int anomalies() {
    return events / anomalyEvery;
  }

  /**
   * Sends all.
   *
   * @param topic with one partition, so that offsets follow each other
   * @throws IllegalStateException if the thread is interrupted
   */
  void send(
      String bootstrapServers,
      String topic,
      Events format,
      int features,
      int schemaId,
      long begin) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 0, "acks", "1");
    Rows rows = new Rows(features, 4);
    float[] row = new float[features];
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < events; i++) {
        rows.next(row);
        if (isAnomaly(i)) {
          Rows.distort(row);
        }
        byte[] event = format.encode(schemaId, row);
        long due = due(begin, i);
        for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
          LockSupport.parkNanos(wait);
          if (Thread.interrupted()) {
            throw new IllegalStateException("interrupted at event %,d of %,d".formatted(i, events));
          }
        }
        // a lost event shows as an alert that never comes
        var unused = producer.send(new ProducerRecord<>(topic, 0, null, event));
      }
    }
  }
}
