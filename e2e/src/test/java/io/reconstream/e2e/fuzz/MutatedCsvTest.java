/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.reconstream.trainer.config.InvalidInputException;
import io.reconstream.trainer.config.TrainingConfig;
import io.reconstream.trainer.config.TrainingConfigReader;
import io.reconstream.trainer.dataset.Dataset;
import io.reconstream.trainer.dataset.DatasetReader;
import io.reconstream.trainer.progress.Progress;
import io.reconstream.trainer.source.FileRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutatedCsvTest {
  private static final int ROWS = 60;

  @TempDir private Path folder;

  @Test
  void shouldReadOrRefuseAnyCsv() throws InterruptedException {
    Map<String, Integer> outcomes =
        Fuzz.run("CSV files", Fuzz.inputs(1_000), random -> read(csv(), random));
    assertThat(outcomes).containsKeys("read", "refused");
  }

  private static String csv() {
    StringBuilder csv = new StringBuilder("at,machine,\"flow, rate\",pressure,open,fault\n");
    Random random = new Random(1);
    for (int row = 0; row < ROWS; row++) {
      csv.append(
          String.format(
              Locale.ROOT,
              "2026-01-01T12:00:%02dZ,%s,%.3f,%s,%b,%d%n",
              row,
              "p" + row % 3,
              random.nextGaussian(),
              row % 17 == 0 ? "NA" : Integer.toString(random.nextInt(100)),
              row % 2 == 0,
              row % 20 == 0 ? 1 : 0));
    }
    return csv.toString();
  }

  private String read(String csv, Random random) throws IOException {
    Path file = Files.write(folder.resolve("data.csv"), MutatedText.of(csv, random));
    String model = random.nextBoolean() ? "{type: dense}" : "{type: multiscale, window: 4}";
    TrainingConfig config =
        TrainingConfigReader.parse(
            "{name: n, data: {files: '%s', time: at, key: machine, label: fault}, model: %s}"
                .formatted(file, model),
            "training",
            Map.of());
    try (Dataset data =
        DatasetReader.read(
            FileRecords.of(config.data().files(), config.data().missing()),
            config,
            folder,
            Progress.silent())) {
      assertThat(data.training().count()).isPositive();
      return "read";
    } catch (InvalidInputException e) {
      assertThat(e.problems()).isNotEmpty().allMatch(problem -> !problem.isBlank());
      return "refused";
    }
  }
}
