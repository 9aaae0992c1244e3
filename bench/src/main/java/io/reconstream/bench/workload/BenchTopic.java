/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.workload;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A topic filled before anything is measured.
 *
 * @param name of the topic
 * @param partitions events go round them
 * @param events how many there are in all
 * @param keys so many keys take turns, and no event is an anomaly; 0: events have no key
 */
public record BenchTopic(String name, int partitions, long events, int keys) {
  /** One event in so many is an anomaly. */
  public static final int ANOMALY_EVERY = 10_000;

  /** Of events without keys. */
  public BenchTopic(String name, int partitions, long events) {
    this(name, partitions, events, 0);
  }

  /** Creates the topic and fills it. */
  public void fill(String bootstrapServers, Events format, int features, int schemaId) {
    create(bootstrapServers, List.of(new NewTopic(name, partitions, (short) 1)));
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "batch.size",
            1 << 20,
            "linger.ms",
            20,
            "buffer.memory",
            64L << 20,
            // else the batch behind one that came before its partition had a leader is refused as
            // out of order, until it times out
            "max.in.flight.requests.per.connection",
            1);
    Rows rows = new Rows(features, 1);
    float[] row = new float[features];
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (long i = 0; i < events; i++) {
        rows.next(row);
        if (keys == 0 && i % ANOMALY_EVERY == ANOMALY_EVERY - 1) {
          Rows.distort(row);
        }
        var unused =
            producer.send(
                new ProducerRecord<>(
                    name, (int) (i % partitions), key(i), format.encode(schemaId, row)));
      }
    }
  }

  private byte[] key(long event) {
    return keys == 0 ? null : "k%07d".formatted(event % keys).getBytes(UTF_8);
  }

  /** Creates topics; those that exist stay. */
  public static void create(String bootstrapServers, List<NewTopic> topics) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      for (var created : admin.createTopics(topics).values().values()) {
        try {
          created.get();
        } catch (ExecutionException e) {
          if (!(e.getCause() instanceof TopicExistsException)) {
            throw new IllegalStateException("could not create the topics " + topics, e.getCause());
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while creating topics", e);
    }
  }
}
