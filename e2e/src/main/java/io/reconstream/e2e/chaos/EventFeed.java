/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.chaos;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends events in turn to the input's partitions while faults happen: most are normal, each key has
 * stretches of outliers, each 97th event cannot be decoded. Retries outlast a restart of the
 * broker, and nothing is doubled: one seed gives the same events at the same offsets, always.
 */
public final class EventFeed {

  static final Schema SCHEMA = readings().endRecord();

  /** What producers send once they were updated; an app asks the registry for it. */
  private static final Schema EVOLVED =
      readings().name("note").type().nullable().stringType().stringDefault("").endRecord();

  private static final int KEYS = 100;
  private static final int OUTLIER_STRETCH = 6;
  private static final int OUTLIER_STRETCH_EACH = 25;
  private static final int UNDECODABLE_EACH = 97;
  private static final int EVENTS_PER_TICK = 20;

  /** Of the first event, 2026-01-01; each further one happens a millisecond later. */
  private static final long FIRST_TIME = 1_767_225_600_000L;

  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final String topic;
  private final int total;
  private final int eventsPerSecond;
  private final Random random;
  private volatile boolean evolved;

  /**
   * @param seed of the events
   */
  public EventFeed(String topic, int total, int eventsPerSecond, long seed) {
    this.topic = topic;
    this.total = total;
    this.eventsPerSecond = eventsPerSecond;
    this.random = new Random(seed);
  }

  private static SchemaBuilder.FieldAssembler<Schema> readings() {
    return SchemaBuilder.record("Reading")
        .fields()
        .requiredDouble("pressure")
        .requiredDouble("flow")
        .requiredDouble("temperature");
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

  /** From now on events have a schema that no app has met. */
  void evolve() {
    evolved = true;
  }

  /**
   * Sends everything; returns when the broker has confirmed all of it.
   *
   * @throws IllegalStateException if the broker did not take an event
   */
  public void run(Services services) throws Exception {
    int schemaId;
    int evolvedId;
    try (SchemaRegistryClient registry =
        new CachedSchemaRegistryClient(services.registryUrl(), 10)) {
      schemaId = registry.register(topic + "-value", new AvroSchema(SCHEMA));
      evolvedId = registry.register(topic + "-value", new AvroSchema(EVOLVED));
    }
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", services.bootstrapServers());
    settings.put("acks", "all");
    settings.put("delivery.timeout.ms", 600_000);
    // a batch that overtakes the first one of a partition would lock that one out for ever
    settings.put("max.in.flight.requests.per.connection", 1);
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
      long start = System.nanoTime();
      for (int i = 0; i < total; i++) {
        if (i % EVENTS_PER_TICK == 0) {
          awaitTurn(start, i);
        }
        int key = i % KEYS;
        byte[] value = evolved ? value(i, evolvedId, EVOLVED) : value(i, schemaId, SCHEMA);
        var unused =
            producer.send(
                new ProducerRecord<>(
                    topic, key % Services.PARTITIONS, FIRST_TIME + i, "pump-" + key, value),
                (metadata, error) -> failure.compareAndSet(null, error));
        sent.incrementAndGet();
      }
      producer.flush();
    }
    if (failure.get() != null) {
      throw new IllegalStateException("the broker did not take all events", failure.get());
    }
  }

  private void awaitTurn(long start, int events) throws InterruptedException {
    long due = start + TimeUnit.SECONDS.toNanos(events) / eventsPerSecond;
    long early = due - System.nanoTime();
    if (early > 0) {
      TimeUnit.NANOSECONDS.sleep(early);
    }
  }

  private byte[] value(int i, int schemaId, Schema schema) throws IOException {
    double[] reading = reading(random);
    if (i % UNDECODABLE_EACH == 0) {
      return new byte[] {1, 2, 3};
    }
    if (isOutlier(i % KEYS, i / KEYS)) {
      reading[1] += 40;
    }
    GenericRecordBuilder record =
        new GenericRecordBuilder(schema)
            .set("pressure", reading[0])
            .set("flow", reading[1])
            .set("temperature", reading[2]);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream header = new DataOutputStream(bytes);
    header.writeByte(0);
    header.writeInt(schemaId);
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(schema).write(record.build(), encoder);
    encoder.flush();
    return bytes.toByteArray();
  }

  /** Keys have theirs at different times. */
  private static boolean isOutlier(int key, int sequence) {
    return (sequence / OUTLIER_STRETCH + 7 * key) % OUTLIER_STRETCH_EACH == 0;
  }
}
