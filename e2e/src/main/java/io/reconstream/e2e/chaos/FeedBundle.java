/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.chaos;

import io.reconstream.trainer.TrainingRun;
import io.reconstream.trainer.config.TrainingConfigReader;
import io.reconstream.trainer.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/** A bundle for {@link EventFeed}, trained on normal readings as a user would train it. */
public final class FeedBundle {

  private static final int ROWS = 4_000;

  private FeedBundle() {}

  /** A bundle of single rows. */
  public static Path train(Path directory) throws IOException {
    return train(directory, "{type: dense, layers: [2]}");
  }

  static Path train(Path directory, Layout layout) throws IOException {
    return switch (layout) {
      case ROWS -> train(directory);
      case WINDOWS -> train(directory, "{type: multiscale, window: 8}");
    };
  }

  private static Path train(Path directory, String model) throws IOException {
    Files.createDirectories(directory);
    Random random = new Random(11);
    String columns =
        EventFeed.SCHEMA.getFields().stream()
            .map(Schema.Field::name)
            .collect(Collectors.joining(","));
    List<String> rows =
        IntStream.range(0, ROWS).mapToObj(i -> line(EventFeed.reading(random))).toList();
    Files.write(
        directory.resolve("readings.csv"),
        Stream.concat(Stream.of(columns), rows.stream()).toList());
    Path config =
        Files.writeString(
            directory.resolve("readings.yaml"),
            """
            name: readings
            version: "1"
            data: {files: readings.csv}
            model: %s
            training: {epochs: 3, seed: 7}
            threshold: {method: budget, rate: 0.001}
            """
                .formatted(model));
    Path bundle = directory.resolve("bundle.onnx");
    TrainingRun.run(TrainingConfigReader.read(config, Map.of()), bundle, Progress.silent());
    return bundle;
  }

  private static String line(double[] reading) {
    return DoubleStream.of(reading).mapToObj(Double::toString).collect(Collectors.joining(","));
  }
}
