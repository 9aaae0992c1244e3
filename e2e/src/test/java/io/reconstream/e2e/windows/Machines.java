/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.windows;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Readings of many machines as JSON, a row of each in turn; every fourth has a fault for a while.
 */
final class Machines implements AutoCloseable {
  static final int COUNT = 40;
  private static final long FIRST = 1_500_000_000_000L;

  private final String topic;
  private final KafkaProducer<String, byte[]> producer;
  private final Random random = new Random(5);
  private int row;

  Machines(String topic, String bootstrapServers) {
    this.topic = topic;
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  /** Two numbers that hang together and go round. */
  static double[] reading(int row, Random random) {
    double load = Math.sin(0.2 * row) + 0.1 * random.nextGaussian();
    return new double[] {
      5 + load + 0.05 * random.nextGaussian(), 20 + 3 * load + 0.2 * random.nextGaussian()
    };
  }

  /** So many more rows of each machine; returns when the broker has confirmed them. */
  void send(int rows) throws Exception {
    List<Future<RecordMetadata>> confirmations = new ArrayList<>();
    for (int end = row + rows; row < end; row++) {
      for (int machine = 0; machine < COUNT; machine++) {
        double[] reading = reading(row + machine, random);
        if (machine % 4 == 0 && row % 50 > 30) {
          reading[1] += 15;
        }
        String json =
            "{\"time\": %d, \"pressure\": %s, \"flow\": %s}"
                .formatted(FIRST + 1000L * row, reading[0], reading[1]);
        confirmations.add(
            producer.send(new ProducerRecord<>(topic, "machine-" + machine, json.getBytes(UTF_8))));
      }
    }
    for (Future<RecordMetadata> confirmation : confirmations) {
      confirmation.get();
    }
  }

  /** Events sent. */
  int events() {
    return row * COUNT;
  }

  @Override
  public void close() {
    producer.close();
  }
}
