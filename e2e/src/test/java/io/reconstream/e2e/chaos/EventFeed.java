/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.chaos;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends events evenly over the input's partitions while faults happen: most are normal, each 50th
 * is an outlier, each 97th cannot be decoded. Retries outlast a restart of the broker.
 */
public final class EventFeed {

  static final Schema SCHEMA =
      SchemaBuilder.record("Reading")
          .fields()
          .requiredDouble("pressure")
          .requiredDouble("flow")
          .requiredDouble("temperature")
          .endRecord();

  private static final int OUTLIER_EACH = 50;
  private static final int UNDECODABLE_EACH = 97;
  private static final int EVENTS_PER_TICK = 20;

  private final AtomicInteger sent = new AtomicInteger();
  private final String topic;
  private final int total;
  private final int eventsPerSecond;
  private final Random random;

  public EventFeed(String topic, int total, int eventsPerSecond, long seed) {
    this.topic = topic;
    this.total = total;
    this.eventsPerSecond = eventsPerSecond;
    this.random = new Random(seed);
  }

  /** A reading as the trainer saw it: three numbers that hang together. */
  static double[] reading(Random random) {
    double load = random.nextGaussian();
    return new double[] {
      5 + load + 0.1 * random.nextGaussian(),
      20 + 3 * load + 0.3 * random.nextGaussian(),
      60 - 2 * load + 0.2 * random.nextGaussian()
    };
  }

  /** The share of all events that has been sent, 0 to 1. */
  double progress() {
    return (double) sent.get() / total;
  }

  /** Sends everything; returns when the broker has confirmed all of it. */
  public void run(Services services) throws Exception {
    int schemaId =
        new CachedSchemaRegistryClient(services.registryUrl(), 10)
            .register(topic + "-value", new AvroSchema(SCHEMA));
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", services.bootstrapServers());
    settings.put("acks", "all");
    // a batch that overtakes the first one of a partition would lock that one out for ever
    settings.put("max.in.flight.requests.per.connection", 1);
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
      List<Future<RecordMetadata>> confirmations = new ArrayList<>();
      long start = System.nanoTime();
      for (int i = 0; i < total; i++) {
        if (i % EVENTS_PER_TICK == 0) {
          awaitTurn(start, i);
        }
        confirmations.add(
            producer.send(new ProducerRecord<>(topic, "pump-" + i % 100, value(i, schemaId))));
        sent.incrementAndGet();
      }
      for (Future<RecordMetadata> confirmation : confirmations) {
        confirmation.get();
      }
    }
  }

  private void awaitTurn(long start, int events) throws InterruptedException {
    long due = start + TimeUnit.SECONDS.toNanos(events) / eventsPerSecond;
    long early = due - System.nanoTime();
    if (early > 0) {
      TimeUnit.NANOSECONDS.sleep(early);
    }
  }

  private byte[] value(int i, int schemaId) throws IOException {
    if (i % UNDECODABLE_EACH == 0) {
      return new byte[] {1, 2, 3};
    }
    double[] reading = reading(random);
    if (i % OUTLIER_EACH == 0) {
      reading[1] += 40;
    }
    GenericRecord record =
        new GenericRecordBuilder(SCHEMA)
            .set("pressure", reading[0])
            .set("flow", reading[1])
            .set("temperature", reading[2])
            .build();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream header = new DataOutputStream(bytes);
    header.writeByte(0);
    header.writeInt(schemaId);
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(SCHEMA).write(record, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }
}
