/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.reconstream.trainer.config.ModelConfig;
import io.reconstream.trainer.config.TrainingConfig;
import io.reconstream.trainer.config.TrainingConfigReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuneCommandTest {
  @TempDir Path folder;

  private Path config;
  private Path best;

  private record Result(int code, String out, String err) {}

  @BeforeEach
  void write() throws IOException {
    Random random = new Random(11);
    List<String> lines = new ArrayList<>(List.of("a,b,c,d,e,f,anomaly"));
    for (int i = 0; i < 600; i++) {
      // six columns of two numbers
      double x = random.nextGaussian();
      double y = random.nextGaussian();
      lines.add(
          "%s,%s,%s,%s,%s,%s,%d"
              .formatted(x, y, x + y, x - y, 2 * x + y, x - 3 * y, i % 100 == 0 ? 1 : 0));
    }
    Files.write(folder.resolve("data.csv"), lines);
    config =
        Files.writeString(
            folder.resolve("pump.yaml"),
            """
            name: pump
            data: {files: data.csv, label: anomaly, train_on: normal}
            model: {type: linear, latent: 3}
            """);
    best = folder.resolve("best.yaml");
  }

  @Test
  void shouldFindHowManyNumbersTheDataHave() {
    Result result = execute("tune", "--config", config, "--out", best, "--minutes", "5");
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    assertThat(result.out())
        .contains("multiply-adds", "{model.latent=1}", "{model.latent=3}", "none")
        // 6 to 2 to 6, and six squares weighed into the score
        .containsPattern("\\* +[0-9.e-]+ +[0-9.e-]+ +30 +2 +[0-9.]+  \\{model.latent=2}")
        .endsWith(best + " has the chosen configuration\n");
    TrainingConfig chosen = TrainingConfigReader.read(best, Map.of());
    assertThat(chosen.model()).isEqualTo(new ModelConfig.Linear(2, false));
    assertThat(chosen.data().label()).isEqualTo("anomaly");
    // from another folder the file is found all the same
    assertThat(Path.of(chosen.data().files().get(0))).isRegularFile();
  }

  @Test
  void shouldStopAfterSoManyTrials() {
    Result result = execute("tune", "--config", config, "--out", best, "--trials", "1");
    assertThat(result.err()).isEmpty();
    assertThat(result.out().lines().filter(line -> line.contains("none"))).hasSize(1);
    assertThat(result.out()).doesNotContain("model.latent");
  }

  @Test
  void shouldSayThatTimeWasTooShort() {
    Result result =
        execute(
            "tune",
            "--config",
            config,
            "--out",
            best,
            "--minutes",
            "0.00001",
            "--set",
            "model={type: dense}");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).startsWith("error: no trial was finished within 0.0 minutes");
    assertThat(best).doesNotExist();
  }

  @Test
  void shouldRefuseNoTrialsAndNoTime() {
    assertThat(execute("tune", "--config", config, "--out", best, "--trials", "0").err())
        .contains("--trials is 0, expected 1 or more");
    assertThat(execute("tune", "--config", config, "--out", best, "--minutes", "0").err())
        .contains("--minutes is 0.0, expected more than 0");
  }

  private static Result execute(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        TrainerCommand.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    return new Result(code, out.toString(), err.toString());
  }
}
