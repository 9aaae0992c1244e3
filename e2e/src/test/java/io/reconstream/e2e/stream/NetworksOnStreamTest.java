/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reconstream.model.bundle.Bundle;
import io.reconstream.model.scoring.Scorer;
import io.reconstream.model.scoring.ScoringBatch;
import io.reconstream.schemas.Score;
import io.reconstream.stream.AnomalyTopology;
import io.reconstream.stream.config.AppConfig;
import io.reconstream.stream.event.JsonDecoders;
import io.reconstream.stream.metrics.StreamMetrics;
import io.reconstream.stream.models.ModelFile;
import io.reconstream.stream.runtime.StreamsSettings;
import io.reconstream.stream.scoring.LookAhead;
import io.reconstream.trainer.TrainingRun;
import io.reconstream.trainer.config.TrainingConfigReader;
import io.reconstream.trainer.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the trainer seals is what the stream scores, for networks of rows, windows and images. */
class NetworksOnStreamTest {
  private static final int WIDTH = 6;
  private static final int EVENTS = 40;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{type: conv1d, window: 16, filters: [8, 4]}",
        "{type: conv1d, window: 15, filters: [8, 4], upsampling: transposed}",
        "{type: gru, window: 8, layers: [8]}",
        "{type: lstm, window: 8, layers: [8]}",
        "{type: transformer, window: 8, width: 8, heads: 2}",
        "{type: conv2d, height: 2, width: 3, filters: [4]}",
        "{type: stacked, layers: [8, 2], pretraining: 1}",
      })
  void shouldScoreInTheStreamAsInTheBundle(String model) throws IOException {
    Path bundle = train(model);
    List<float[]> rows = rows(EVENTS, 2);

    List<Double> streamed = stream(bundle, rows);

    assertThat(streamed).hasSize(EVENTS);
    try (Scorer scorer = Scorer.open(Bundle.read(bundle));
        ScoringBatch batch = scorer.batch(1)) {
      int length = scorer.windowLength();
      for (int event = 0; event < EVENTS; event++) {
        for (int t = 0; t < length; t++) {
          float[] row = rows.get(Math.max(0, event - length + 1 + t));
          batch.features().put(t * WIDTH, row);
        }
        batch.score(1);
        double expected = batch.scoreOf(0);
        assertThat(streamed.get(event)).isCloseTo(expected, within(1e-5 * Math.max(1, expected)));
      }
    }
  }

  private Path train(String model) throws IOException {
    List<String> lines = new ArrayList<>(List.of("x0,x1,x2,x3,x4,x5"));
    for (float[] row : rows(400, 1)) {
      lines.add(
          IntStream.range(0, WIDTH)
              .mapToObj(i -> Float.toString(row[i]))
              .collect(Collectors.joining(",")));
    }
    Path data = Files.write(folder.resolve("data.csv"), lines);
    Path bundle = folder.resolve("bundle.onnx");
    TrainingRun.run(
        TrainingConfigReader.parse(
            "{name: net, data: {files: '%s'}, model: %s, training: {epochs: 2}}"
                .formatted(data, model),
            "net",
            Map.of()),
        bundle,
        Progress.silent());
    return bundle;
  }

  /** The scores of the rows as JSON events of one key. */
  private List<Double> stream(Path bundle, List<float[]> rows) throws IOException {
    AppConfig config =
        AppConfig.of(
            Map.of(
                "bootstrap.servers", "localhost:9092",
                "schema.registry.url", "http://localhost:8081",
                "input.topics", "events",
                "scores.topic", "scores",
                "model.path", bundle.toString(),
                "state.dir", folder.resolve("state").toString()));
    StreamMetrics metrics = new StreamMetrics(new SimpleMeterRegistry());
    LookAhead lookAhead = new LookAhead(Set.of("events"));
    GenericDatumReader<GenericRecord> reader = new GenericDatumReader<>(Score.getClassSchema());
    List<Double> scores = new ArrayList<>();
    try (ModelFile model = ModelFile.open(config, metrics);
        TopologyTestDriver driver =
            new TopologyTestDriver(
                AnomalyTopology.of(
                    new AnomalyTopology.Parts(
                        config,
                        model,
                        new JsonDecoders(),
                        lookAhead,
                        metrics,
                        Duration.ofMinutes(5),
                        new AnomalyTopology.OutputSchemas(7, 8, null, null))),
                StreamsSettings.of(config, lookAhead))) {
      TestInputTopic<byte[], byte[]> events =
          driver.createInputTopic("events", new ByteArraySerializer(), new ByteArraySerializer());
      for (int event = 0; event < rows.size(); event++) {
        events.pipeInput(
            "pump".getBytes(UTF_8),
            json(rows.get(event)).getBytes(UTF_8),
            Instant.EPOCH.plusSeconds(event));
      }
      for (byte[] value :
          driver
              .createOutputTopic("scores", new ByteArrayDeserializer(), new ByteArrayDeserializer())
              .readValuesToList()) {
        scores.add((Double) reader.read(null, body(value)).get("score"));
      }
    }
    return scores;
  }

  /** What follows the magic byte and the schema's id. */
  private static Decoder body(byte[] value) {
    return DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null);
  }

  private static String json(float[] row) {
    return IntStream.range(0, WIDTH)
        .mapToObj(i -> "\"x%d\":%s".formatted(i, row[i]))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static List<float[]> rows(int count, long seed) {
    Random random = new Random(seed);
    List<float[]> rows = new ArrayList<>();
    for (int t = 0; t < count; t++) {
      float[] row = new float[WIDTH];
      for (int i = 0; i < WIDTH; i++) {
        row[i] = (float) (10 * Math.sin(0.4 * t + i) + random.nextGaussian());
      }
      rows.add(row);
    }
    return rows;
  }
}
