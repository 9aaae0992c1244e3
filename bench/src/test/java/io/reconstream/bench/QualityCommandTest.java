/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class QualityCommandTest {
  @TempDir Path folder;

  private record Result(int exit, String out, String err) {}

  @Test
  void shouldTrainOnNormalRowsAloneAndRankAnomaliesOfAnyFile() throws IOException {
    Path file = folder.resolve("plant.csv");
    Files.write(file, plant(600, 60));

    Result result = run("--set", file.toString(), "--protocol", "semi");

    assertThat(result.err()).isEmpty();
    assertThat(result.exit()).isZero();
    JsonNode results = results();
    assertThat(results.findValuesAsText("set")).containsExactly("plant", "plant", "mean", "mean");
    JsonNode auroc = results.get(0);
    assertThat(auroc.get("group").textValue()).isEqualTo("files");
    assertThat(auroc.get("metric").textValue()).isEqualTo("auroc");
    assertThat(auroc.get("value").doubleValue()).isGreaterThan(0.95);
    assertThat(auroc.get("published_best").isNull()).isTrue();
    assertThat(results.get(2).get("value")).isEqualTo(auroc.get("value"));
    assertThat(result.out()).contains("plant", "auroc", "average_precision");
    assertThat(folder.resolve("out/quality.html")).isNotEmptyFile();
    assertThat(folder.resolve("out")).isDirectoryNotContaining("glob:**/quality-*");
  }

  @Test
  void shouldUseTheRowsThatTheSplitColumnNames() throws IOException {
    List<String> lines = plant(600, 60);
    List<String> split = new ArrayList<>();
    split.add("split," + lines.get(0));
    for (int i = 1; i < lines.size(); i++) {
      boolean anomalous = lines.get(i).endsWith("1");
      split.add((i % 2 == 0 && !anomalous ? "train," : "test,") + lines.get(i));
    }
    split.add("gap,not a number,0,0,0,1");
    Path file = folder.resolve("plant.csv");
    Files.write(file, split);

    Result result = run("--set", file.toString(), "--protocol", "split-column");

    assertThat(result.err()).isEmpty();
    assertThat(results().get(0).get("value").doubleValue()).isGreaterThan(0.95);
  }

  @Test
  void shouldScoreEveryRowOfASeriesAfterItsPrefix() throws IOException {
    Path file = folder.resolve("series.csv");
    List<String> lines = new ArrayList<>(List.of("load,flow,label"));
    Random random = new Random(3);
    for (int i = 0; i < 900; i++) {
      double load = Math.sin(i / 9.0);
      boolean fault = i >= 700 && i < 730;
      double flow = fault ? -load : load;
      lines.add(
          String.format(
              Locale.ROOT,
              "%.4f,%.4f,%d",
              load + 0.02 * random.nextGaussian(),
              flow + 0.02 * random.nextGaussian(),
              fault ? 1 : 0));
    }
    Files.write(file, lines);

    Result result = run("--set", file.toString(), "--protocol", "prefix:500");

    assertThat(result.err()).isEmpty();
    assertThat(results().get(0).get("metric").textValue()).isEqualTo("vus_pr");
    assertThat(results().get(0).get("value").doubleValue()).isGreaterThan(0.7);
  }

  @Test
  void shouldShowPublishedFiguresBesideOursAndSayWhereToGetWhatIsMissing() throws IOException {
    Path fraud = Files.createDirectories(folder.resolve("data/fraud_handbook"));
    List<String> lines = new ArrayList<>();
    String ids =
        "TRANSACTION_ID,TX_DATETIME,CUSTOMER_ID,TERMINAL_ID,TX_TIME_SECONDS,TX_TIME_DAYS,TX_FRAUD_SCENARIO,split,";
    List<String> plant = plant(600, 60);
    lines.add(ids + plant.get(0));
    for (int i = 1; i < plant.size(); i++) {
      lines.add(
          "%d,2018-07-11,1,1,%d,1,0,%s,%s"
              .formatted(i, i, i % 2 == 0 ? "train" : "test", plant.get(i)));
    }
    Path file = fraud.resolve("transactions_2018-07-11_2018-07-31.csv.gz");
    try (GZIPOutputStream gzip = new GZIPOutputStream(Files.newOutputStream(file))) {
      gzip.write(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    Result result = run("--data", folder.resolve("data").toString());

    assertThat(result.exit()).isZero();
    JsonNode mean = results().get(2);
    assertThat(mean.get("set").textValue()).isEqualTo("mean");
    assertThat(mean.get("published_best").doubleValue()).isCloseTo(0.836, within(1e-9));
    assertThat(mean.get("published_best_name").textValue()).isEqualTo("autoencoder");

    Result named = run("--data", folder.resolve("data").toString(), "--group", "adbench");
    assertThat(named.exit()).isOne();
    assertThat(named.err()).contains("adbench is left out", "github.com/Minqi824/ADBench");
  }

  @Test
  void shouldRefuseWhatItCannotRun() throws IOException {
    assertThat(run().err()).contains("--data is '', expected the folder of the public sets");
    assertThat(run("--data", folder.toString(), "--group", "adbnch").err())
        .contains("--group is 'adbnch', expected one of adbench, fraud, mnist");
    Path file = folder.resolve("bad.csv");
    Files.write(file, List.of("a,label", "1,0", "2,maybe"));
    assertThat(run("--set", file.toString(), "--protocol", "half").err())
        .contains("--protocol is 'half', expected semi, split-column, prefix:N or prefix-rest:N");
    Result label = run("--set", file.toString(), "--protocol", "semi");
    assertThat(label.exit()).isOne();
    assertThat(label.err()).contains("set 'bad'", "'maybe', expected its label");
  }

  /** Two hidden causes seen by four sensors; anomalies break their relation. */
  private static List<String> plant(int normals, int anomalies) {
    Random random = new Random(5);
    List<String> lines = new ArrayList<>(List.of("a,b,c,d,label"));
    for (int i = 0; i < normals + anomalies; i++) {
      double x = random.nextGaussian();
      double y = random.nextGaussian();
      boolean fault = i >= normals;
      lines.add(
          String.format(
              Locale.ROOT,
              "%.4f,%.4f,%.4f,%.4f,%d",
              x,
              y,
              x + y + (fault ? 6 : 0) + 0.1 * random.nextGaussian(),
              x - y + 0.1 * random.nextGaussian(),
              fault ? 1 : 0));
    }
    return lines;
  }

  private JsonNode results() throws IOException {
    return new ObjectMapper().readTree(folder.resolve("out/quality.json").toFile());
  }

  private Result run(String... options) {
    List<String> arguments = new ArrayList<>(List.of("quality"));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("--out", folder.resolve("out").toString()));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        BenchCommand.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments.toArray(String[]::new));
    return new Result(exit, out.toString(), err.toString());
  }
}
