/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.quality;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.reconstream.bench.workload.BenchServices;
import io.reconstream.bench.workload.BenchTopic;
import io.reconstream.bench.workload.WrittenTopic;
import io.reconstream.local.alerts.OutputDecoder;
import io.reconstream.local.feed.Target;
import io.reconstream.local.replay.Replay;
import io.reconstream.schemas.Alert;
import io.reconstream.schemas.Incident;
import io.reconstream.schemas.Score;
import io.reconstream.schemas.Verdict;
import io.reconstream.stream.StreamApp;
import io.reconstream.stream.config.AppConfig;
import io.reconstream.trainer.config.TrainingConfigReader;
import io.reconstream.trainer.progress.Progress;
import io.reconstream.trainer.source.FileRecords;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * Scores series by the product's own stream: a broker and a registry in processes of their own, the
 * rows replayed as Avro events of one key, the stream-app with the sealed bundle, and a consumer of
 * what it writes.
 */
public final class SeriesStream implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STALLED = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final String KEY = "replayed_series";
  private static final String TIME = "replayed_at";

  /** Rows are a second apart, whatever they were: event time then counts rows. */
  private static final long MILLIS_PER_ROW = 1000;

  /** In the past of every record, so that no event is from the future. */
  private static final long FIRST_ROW = 1_500_000_000_000L;

  private final Path folder;
  private final BenchServices services;
  private final Map<String, String> policy;
  private int runs;

  private SeriesStream(Path folder, BenchServices services, Map<String, String> policy) {
    this.folder = folder;
    this.services = services;
    this.policy = Map.copyOf(policy);
  }

  /**
   * Starts broker and registry.
   *
   * @param folder of all that they write
   * @param policy the app's {@code policy.*} keys other than the defaults
   */
  public static SeriesStream start(Path folder, Map<String, String> policy) {
    return new SeriesStream(folder, BenchServices.start(folder), policy);
  }

  /**
   * Streams one series from its first row to its last.
   *
   * @param table CSV with a header; its last column, the label, is not sent
   * @throws IllegalStateException if a row has no score within a minute
   */
  Streamed run(Path bundle, Path table) throws IOException {
    String run = "series-" + runs++;
    String events = run + "-events";
    List<String> outputs =
        Stream.of("scores", "alerts", "incidents", "dead-letters").map(o -> run + "-" + o).toList();
    BenchTopic.create(
        services.bootstrapServers(),
        Stream.concat(Stream.of(events), outputs.stream())
            .map(topic -> new NewTopic(topic, 1, (short) 1))
            .toList());
    int rows = replay(events(table, folder.resolve(run + ".csv")), events);
    try (OutputDecoder decoder = new OutputDecoder(services.registryUrl())) {
      double[] scores = new double[rows];
      BitSet anomalous = new BitSet();
      try (StreamApp app = StreamApp.start(config(run, bundle))) {
        if (!app.awaitRunning(START)) {
          throw new IllegalStateException("the stream-app did not start, see its log");
        }
        read(outputs.get(0), scores, anomalous, decoder);
      }
      return new Streamed(
          scores,
          anomalous,
          topic(outputs.get(1)).all(decoder, Alert::new).stream()
              .map(alert -> (int) alert.getSource().getOffset())
              .toList(),
          incidents(topic(outputs.get(2)).all(decoder, Incident::new)));
    }
  }

  private int replay(Path file, String topic) {
    return Math.toIntExact(
        new Replay(
                FileRecords.of(List.of(file.toString()), TrainingConfigReader.MISSING),
                new Replay.Options(
                    Optional.empty(), topic, Optional.of(KEY), Optional.empty(), Map.of(), 0, 0))
            .run(
                new Target(topic, services.bootstrapServers(), services.registryUrl()),
                Progress.silent())
            .events());
  }

  /** The table with a key and a time, and without its label. */
  private static Path events(Path table, Path file) throws IOException {
    try (CsvWriter writer = CsvWriter.builder().build(file)) {
      CsvSource.file(table)
          .read(
              new CsvSource.Rows() {
                private long row;

                @Override
                public void header(List<String> names) {
                  write(names, KEY, TIME);
                }

                @Override
                public void row(List<String> cells) {
                  write(cells, "series", Long.toString(FIRST_ROW + MILLIS_PER_ROW * row++));
                }

                private void write(List<String> cells, String key, String time) {
                  List<String> event = new ArrayList<>(cells.subList(0, cells.size() - 1));
                  event.add(key);
                  event.add(time);
                  writer.writeRecord(event);
                }
              });
    }
    return file;
  }

  private AppConfig config(String run, Path bundle) {
    Map<String, String> config = new TreeMap<>();
    config.put("application.id", run);
    config.put("bootstrap.servers", services.bootstrapServers());
    config.put("schema.registry.url", services.registryUrl());
    config.put("input.topics", run + "-events");
    config.put("scores.topic", run + "-scores");
    config.put("alerts.topic", run + "-alerts");
    config.put("incidents.topic", run + "-incidents");
    config.put("dead.letter.topic", run + "-dead-letters");
    config.put("model.path", bundle.toString());
    config.put("event.time.field", TIME);
    config.put("policy.update.every.ms", Long.toString(MILLIS_PER_ROW));
    config.put("state.dir", folder.resolve(run + "-state").toString());
    config.put("http.port", "0");
    config.putAll(policy);
    return AppConfig.of(config);
  }

  /** Fills in the score of every row, and which of them are anomalous. */
  private void read(String topic, double[] scores, BitSet anomalous, OutputDecoder decoder) {
    Arrays.fill(scores, Double.NaN);
    int found = 0;
    long last = System.nanoTime();
    try (KafkaConsumer<byte[], byte[]> consumer = topic(topic).consumer()) {
      while (found < scores.length) {
        for (var record : consumer.poll(POLL)) {
          Score score = decoder.decode(record.value(), new Score());
          if (score.getScore() != null) {
            int row = (int) score.getSourceOffset();
            scores[row] = score.getScore();
            anomalous.set(row, score.getVerdict() == Verdict.ANOMALOUS);
            found++;
          }
          last = System.nanoTime();
        }
        if (System.nanoTime() - last > STALLED.toNanos()) {
          throw new IllegalStateException(
              "%d of %d rows have a score in topic %s, and none came for %s"
                  .formatted(found, scores.length, topic, STALLED));
        }
      }
    }
  }

  private WrittenTopic topic(String name) {
    return new WrittenTopic(services.bootstrapServers(), name);
  }

  /** The last that was said of each incident, in the order that they opened. */
  private static List<Stretch> incidents(List<Incident> records) {
    Map<String, Stretch> incidents = new LinkedHashMap<>();
    for (Incident record : records) {
      incidents.put(
          record.getId(),
          new Stretch(row(record.getStart().toEpochMilli()), row(record.getLast().toEpochMilli())));
    }
    return List.copyOf(incidents.values());
  }

  private static int row(long eventTime) {
    return Math.toIntExact((eventTime - FIRST_ROW) / MILLIS_PER_ROW);
  }

  @Override
  public void close() {
    services.close();
  }
}
