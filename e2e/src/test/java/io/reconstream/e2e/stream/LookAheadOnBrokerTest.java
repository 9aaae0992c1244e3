/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.reconstream.local.broker.LocalBroker;
import io.reconstream.local.registry.LocalRegistry;
import io.reconstream.model.bundle.Bundle;
import io.reconstream.model.scoring.Scorer;
import io.reconstream.model.scoring.ScoringBatch;
import io.reconstream.stream.StreamApp;
import io.reconstream.stream.config.AppConfig;
import io.reconstream.stream.deadletter.DeadLetter;
import io.reconstream.stream.runtime.StartException;
import io.reconstream.trainer.TrainingRun;
import io.reconstream.trainer.config.TrainingConfigReader;
import io.reconstream.trainer.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two input topics of four partitions, written in transactions of which some abort, scored by
 * instances of two threads that come and go: each committed event has one score, the one that its
 * row has by itself.
 */
@Tag("slow")
class LookAheadOnBrokerTest {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final int PARTITIONS = 4;
  private static final int WIDTH = 3;

  /** Where an event was written. */
  private record Place(String topic, int partition, long offset) {}

  private final Map<Place, float[]> rows = new HashMap<>();
  private final List<Place> bad = new ArrayList<>();
  private final Random random = new Random(5);

  @Test
  void shouldScoreEachCommittedEventOnceAsByItself(@TempDir Path dir) throws Exception {
    Path bundle = train(dir);
    try (LocalBroker broker = LocalBroker.start(dir.resolve("broker"));
        LocalRegistry registry = LocalRegistry.start(dir.resolve("registry"))) {
      String servers = broker.bootstrapServers();
      Map<String, String> settings = settings(servers, registry.url(), bundle);

      assertThatThrownBy(() -> StreamApp.start(AppConfig.of(settings)))
          .isInstanceOf(StartException.class)
          .hasMessageContaining("has no topic alerts, dead-letters, left, right, scores");

      createInputs(servers);
      settings.put("topics.create", "true");
      double hits = 0;
      try (Producer producer = new Producer(servers);
          StreamApp first = StreamApp.start(AppConfig.of(settings))) {
        assertThat(first.awaitRunning(LIMIT)).isTrue();
        producer.write(24);
        try (StreamApp second = StreamApp.start(AppConfig.of(settings))) {
          producer.write(24);
          // events go on coming, so that there are some left when the second has its partitions
          await()
              .atMost(LIMIT)
              .until(
                  () -> {
                    producer.write(4);
                    return count(second.meters(), "reconstream.events") > 0;
                  });
          producer.write(24);
          hits += count(second.meters(), "reconstream.look.ahead.hits");
        }
        producer.write(24);
        await()
            .atMost(LIMIT)
            .pollInterval(Duration.ofSeconds(1))
            .until(() -> outputs(servers) >= rows.size() + bad.size());
        hits += count(first.meters(), "reconstream.look.ahead.hits");
      }

      assertThat(hits).as("events scored before their turn").isGreaterThan(rows.size() / 2.0);
      checkScores(read(servers, "scores"), bundle);
      checkDeadLetters(read(servers, "dead-letters"));
    }
  }

  private static Path train(Path dir) throws IOException {
    Random random = new Random(3);
    StringBuilder csv = new StringBuilder("x0,x1,x2\n");
    for (int i = 0; i < 1_000; i++) {
      double x = random.nextGaussian();
      csv.append(x).append(',').append(2 * x + 0.1 * random.nextGaussian()).append(',');
      csv.append(random.nextGaussian()).append('\n');
    }
    Files.writeString(dir.resolve("events.csv"), csv);
    Path yaml =
        Files.writeString(
            dir.resolve("train.yaml"),
            """
            name: three
            version: "1"
            data: {files: %s}
            model: {type: linear}
            threshold: {method: budget, rate: 0.01}
            """
                .formatted(dir.resolve("events.csv")));
    Path bundle = dir.resolve("three.onnx");
    TrainingRun.run(TrainingConfigReader.read(yaml, Map.of()), bundle, Progress.silent());
    return bundle;
  }

  private static Map<String, String> settings(String servers, String registry, Path bundle) {
    return new HashMap<>(
        Map.of(
            "application.id", "look-ahead",
            "bootstrap.servers", servers,
            "schema.registry.url", registry,
            "input.topics", "left,right",
            "input.format", "json",
            "scores.topic", "scores",
            "model.path", bundle.toString(),
            "threads", "2",
            "http.port", "0",
            "state.dir", bundle.resolveSibling("state").toString()));
  }

  private static void createInputs(String servers) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      admin
          .createTopics(
              Stream.of("left", "right")
                  .map(name -> new NewTopic(name, PARTITIONS, (short) 1))
                  .toList())
          .all()
          .get();
    }
  }

  /** Writes transactions, each fourth of which aborts, so that offsets have gaps. */
  private final class Producer implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> kafka;

    Producer(String servers) {
      kafka =
          new KafkaProducer<>(
              Map.of("bootstrap.servers", servers, "transactional.id", "writer"),
              new ByteArraySerializer(),
              new ByteArraySerializer());
      kafka.initTransactions();
    }

    void write(int transactions) {
      for (int transaction = 0; transaction < transactions; transaction++) {
        boolean aborts = transaction % 4 == 3;
        kafka.beginTransaction();
        for (int i = 0; i < 50; i++) {
          writeEvent(aborts);
        }
        if (aborts) {
          kafka.flush();
          kafka.abortTransaction();
        } else {
          kafka.commitTransaction();
        }
      }
    }

    private void writeEvent(boolean aborts) {
      float[] row = new float[WIDTH];
      for (int i = 0; i < WIDTH; i++) {
        row[i] = (float) random.nextGaussian();
      }
      boolean isBad = random.nextInt(40) == 0;
      String json =
          "{\"x0\":%s,\"x1\":%s,\"x2\":%s%s".formatted(row[0], row[1], row[2], isBad ? "" : "}");
      Future<RecordMetadata> unused =
          kafka.send(
              new ProducerRecord<>(
                  random.nextBoolean() ? "left" : "right",
                  random.nextInt(PARTITIONS),
                  null,
                  json.getBytes(UTF_8)),
              (metadata, error) -> remember(metadata, aborts, isBad, row));
    }

    @Override
    public void close() {
      kafka.close();
    }
  }

  private void remember(RecordMetadata metadata, boolean aborts, boolean isBad, float[] row) {
    if (aborts) {
      return;
    }
    Place place = new Place(metadata.topic(), metadata.partition(), metadata.offset());
    if (isBad) {
      bad.add(place);
    } else {
      rows.put(place, row);
    }
  }

  private static double count(MeterRegistry meters, String name) {
    return meters.get(name).functionCounter().count();
  }

  private static int outputs(String servers) {
    return read(servers, "scores").size() + read(servers, "dead-letters").size();
  }

  /** All records of a topic that are committed by now. */
  private static List<ConsumerRecord<byte[], byte[]>> read(String servers, String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", servers, "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
      return records;
    }
  }

  private void checkScores(List<ConsumerRecord<byte[], byte[]>> records, Path file)
      throws IOException {
    Map<Place, Double> scores = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      GenericRecord score = generic(record.value());
      Place place =
          new Place(
              score.get("sourceTopic").toString(),
              (int) score.get("sourcePartition"),
              (long) score.get("sourceOffset"));
      assertThat(scores.put(place, (double) score.get("score"))).as("second of %s", place).isNull();
    }
    assertThat(scores.keySet()).isEqualTo(rows.keySet());
    try (Scorer scorer = Scorer.open(Bundle.read(file));
        ScoringBatch alone = scorer.batch(1)) {
      rows.forEach(
          (place, row) -> {
            alone.features().put(0, row);
            alone.score(1);
            double expected = alone.scoreOf(0);
            assertThat(scores.get(place))
                .as("score of %s", place)
                .isCloseTo(expected, within(1e-6 * Math.abs(expected) + 1e-9));
          });
    }
  }

  private static GenericRecord generic(byte[] value) throws IOException {
    return new GenericDatumReader<GenericRecord>(io.reconstream.schemas.Score.getClassSchema())
        .read(null, DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null));
  }

  private void checkDeadLetters(List<ConsumerRecord<byte[], byte[]>> letters) {
    assertThat(letters)
        .extracting(
            letter ->
                new Place(
                    header(letter, DeadLetter.TOPIC),
                    Integer.parseInt(header(letter, DeadLetter.PARTITION)),
                    Long.parseLong(header(letter, DeadLetter.OFFSET))))
        .containsExactlyInAnyOrderElementsOf(bad);
    assertThat(letters)
        .extracting(letter -> header(letter, DeadLetter.REASON))
        .containsOnly("MALFORMED");
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }
}
