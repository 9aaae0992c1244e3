/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.upgrade;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reconstream.schemas.Score;
import io.reconstream.stream.AnomalyTopology;
import io.reconstream.stream.config.AppConfig;
import io.reconstream.stream.event.JsonDecoders;
import io.reconstream.stream.metrics.StreamMetrics;
import io.reconstream.stream.models.ModelFile;
import io.reconstream.stream.runtime.StreamsSettings;
import io.reconstream.stream.scoring.LookAhead;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * An app that uses every store: measurements of two machines, made into rows, in windows, with
 * smoothed scores, thresholds that follow a key, and incidents.
 */
final class LongFeed implements AutoCloseable {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final int SENSORS = 3;

  /** Stores whose keys are texts; the others' are bytes. */
  private static final List<String> BYTE_STORES = List.of("windows");

  private static final List<String> TEXT_STORES = List.of("pivots", "policies", "thresholds");

  private final ModelFile model;
  private final TopologyTestDriver driver;

  LongFeed(Path bundle, Path state) {
    AppConfig config =
        AppConfig.of(
            Map.ofEntries(
                Map.entry("bootstrap.servers", "localhost:9092"),
                Map.entry("schema.registry.url", "http://localhost:8081"),
                Map.entry("input.topics", "events"),
                Map.entry("input.format", "json"),
                Map.entry("input.layout", "long"),
                Map.entry("long.bucket.ms", "1000"),
                Map.entry("scores.topic", "scores"),
                Map.entry("incidents.topic", "incidents"),
                Map.entry("threshold.mode", "adaptive"),
                Map.entry("threshold.rate", "0.01"),
                Map.entry("policy.anomalous", "2"),
                Map.entry("policy.of", "3"),
                Map.entry("model.path", bundle.toString()),
                Map.entry("state.dir", state.toString())));
    StreamMetrics metrics = new StreamMetrics(new SimpleMeterRegistry());
    LookAhead lookAhead = new LookAhead(Set.copyOf(config.scoredTopics()));
    model = ModelFile.open(config, metrics);
    driver =
        new TopologyTestDriver(
            AnomalyTopology.of(
                new AnomalyTopology.Parts(
                    config,
                    model,
                    new JsonDecoders(),
                    lookAhead,
                    metrics,
                    Duration.ofMinutes(5),
                    new AnomalyTopology.OutputSchemas(7, 8, 9, null))),
            StreamsSettings.of(config, lookAhead));
  }

  /** Sends the measurements of these seconds; both machines fail from second 56 on. */
  void send(int from, int to) {
    TestInputTopic<byte[], byte[]> events =
        driver.createInputTopic("events", new ByteArraySerializer(), new ByteArraySerializer());
    for (int second = from; second < to; second++) {
      for (String machine : List.of("a", "b")) {
        for (int sensor = 0; sensor < SENSORS; sensor++) {
          events.pipeInput(
              machine.getBytes(UTF_8),
              "{\"sensor\": \"x%d\", \"value\": %s}"
                  .formatted(sensor, value(second, sensor) + (second >= 56 ? 40 : 0))
                  .getBytes(UTF_8),
              NOON.plusSeconds(second).plusMillis(100));
        }
      }
    }
  }

  /** Also what the model is trained on. */
  static double value(int second, int sensor) {
    return 10 * Math.sin(0.4 * second + sensor) + new Random(31L * second + sensor).nextGaussian();
  }

  /** A line for each score: key, time, verdict, what was withheld, score. */
  List<ScoredLine> scores() throws IOException {
    GenericDatumReader<GenericRecord> reader = new GenericDatumReader<>(Score.getClassSchema());
    List<ScoredLine> lines = new ArrayList<>();
    for (KeyValue<byte[], byte[]> record :
        driver
            .createOutputTopic("scores", new ByteArrayDeserializer(), new ByteArrayDeserializer())
            .readKeyValuesToList()) {
      byte[] value = record.value;
      GenericRecord score =
          reader.read(null, DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null));
      lines.add(
          new ScoredLine(
              "%s %s %s %s"
                  .formatted(
                      new String(record.key, UTF_8),
                      score.get("eventTime"),
                      score.get("verdict"),
                      score.get("withheld")),
              score.get("score") == null ? Double.NaN : (Double) score.get("score")));
    }
    return lines;
  }

  record ScoredLine(String what, double score) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%s %.9g", what, score);
    }

    static ScoredLine parse(String line) {
      int at = line.lastIndexOf(' ');
      return new ScoredLine(line.substring(0, at), Double.parseDouble(line.substring(at + 1)));
    }
  }

  /** How many alerts and records of incidents were written so far. */
  List<Integer> told() {
    return List.of(count("alerts"), count("incidents"));
  }

  private int count(String topic) {
    return driver
        .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList()
        .size();
  }

  /** All stores, a line for each entry: store, key and value in hexadecimal. */
  List<String> stores() {
    List<String> lines = new ArrayList<>();
    for (String name : BYTE_STORES) {
      KeyValueStore<byte[], byte[]> store = driver.getKeyValueStore(name);
      try (KeyValueIterator<byte[], byte[]> all = store.all()) {
        all.forEachRemaining(entry -> lines.add(line(name, entry.key, entry.value)));
      }
    }
    for (String name : TEXT_STORES) {
      KeyValueStore<String, byte[]> store = driver.getKeyValueStore(name);
      try (KeyValueIterator<String, byte[]> all = store.all()) {
        all.forEachRemaining(
            entry -> lines.add(line(name, entry.key.getBytes(UTF_8), entry.value)));
      }
    }
    return lines;
  }

  private static String line(String store, byte[] key, byte[] value) {
    HexFormat hex = HexFormat.of();
    return "%s %s %s".formatted(store, hex.formatHex(key), hex.formatHex(value));
  }

  /** Puts back what {@link #stores} told, as a restore from the changelogs would. */
  void restore(List<String> lines) {
    for (String line : lines) {
      String[] parts = line.split(" ");
      byte[] key = HexFormat.of().parseHex(parts[1]);
      byte[] value = HexFormat.of().parseHex(parts[2]);
      if (TEXT_STORES.contains(parts[0])) {
        driver.<String, byte[]>getKeyValueStore(parts[0]).put(new String(key, UTF_8), value);
      } else {
        driver.<byte[], byte[]>getKeyValueStore(parts[0]).put(key, value);
      }
    }
  }

  @Override
  public void close() {
    driver.close();
    model.close();
  }
}
