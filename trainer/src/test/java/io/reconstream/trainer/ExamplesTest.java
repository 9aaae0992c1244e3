/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.reconstream.model.bundle.Bundle;
import io.reconstream.trainer.config.ModelConfig;
import io.reconstream.trainer.config.TrainingConfigReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every type of model has an example in docs/examples, and each becomes a bundle. */
class ExamplesTest {
  private static final Path EXAMPLES = Path.of("..", "docs", "examples");

  @TempDir private Path folder;

  @Test
  void shouldHaveOneForEveryType() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      assertThat(files.map(file -> file.getFileName().toString().replace(".yaml", "")))
          .containsExactlyInAnyOrderElementsOf(ModelConfig.types());
    }
  }

  static List<String> shouldSealABundleThatLoads() {
    return ModelConfig.types();
  }

  @ParameterizedTest
  @MethodSource
  void shouldSealABundleThatLoads(String type) throws IOException {
    Path example = EXAMPLES.resolve(type + ".yaml");
    Path data = Files.write(folder.resolve("data.csv"), type.equals("conv2d") ? images() : pump());
    Path out = folder.resolve("model.onnx");
    StringWriter errors = new StringWriter();

    int code =
        TrainerCommand.commandLine()
            .setOut(new PrintWriter(new StringWriter()))
            .setErr(new PrintWriter(errors, true))
            .execute(
                "train",
                "--config=" + example,
                "--data=" + data,
                "--out=" + out,
                "--set=training.epochs=2");

    assertThat(errors.toString()).isEmpty();
    assertThat(code).isZero();
    ModelConfig model = TrainingConfigReader.read(example, Map.of()).model();
    assertThat(model.type()).isEqualTo(type);
    assertThat(Bundle.read(out).metadata().windowLength())
        .isEqualTo(model.windowSpec() == null ? 1 : model.windowSpec().length());
  }

  private static List<String> pump() {
    Random random = new Random(1);
    List<String> lines = new ArrayList<>(List.of("datetime,flow,pressure,current,temperature"));
    for (int i = 0; i < 600; i++) {
      double load = 1 + Math.sin(i / 20.0) + 0.05 * random.nextGaussian();
      lines.add(
          "%s,%s,%s,%s,%s"
              .formatted(
                  Instant.EPOCH.plusSeconds(i),
                  load,
                  load * load + 0.01 * random.nextGaussian(),
                  3 - load + 0.1 * random.nextGaussian(),
                  20 + load + random.nextGaussian()));
    }
    return lines;
  }

  /** Bright squares; the pixels at the edge are always black. */
  private static List<String> images() {
    Random random = new Random(1);
    List<String> lines = new ArrayList<>();
    lines.add(
        "label," + String.join(",", IntStream.range(0, 784).mapToObj(i -> "pixel" + i).toList()));
    for (int row = 0; row < 200; row++) {
      int top = 1 + random.nextInt(18);
      int left = 1 + random.nextInt(18);
      StringBuilder line = new StringBuilder("0");
      for (int i = 0; i < 784; i++) {
        boolean inside = i / 28 >= top && i / 28 < top + 8 && i % 28 >= left && i % 28 < left + 8;
        line.append(inside ? "," + (200 + random.nextInt(56)) : ",0");
      }
      lines.add(line.toString());
    }
    return lines;
  }
}
