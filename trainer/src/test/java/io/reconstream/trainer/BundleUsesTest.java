/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reconstream.model.bundle.Bundle;
import io.reconstream.model.bundle.LatentPrior;
import io.reconstream.model.feature.CategoryFeature;
import io.reconstream.model.feature.FieldPath;
import io.reconstream.model.scoring.ScoredRow;
import io.reconstream.model.scoring.Scorer;
import io.reconstream.model.scoring.ScoringBatch;
import io.reconstream.trainer.source.FileRecords;
import io.reconstream.trainer.source.Records;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a bundle is good for beside alerts: encode, reconstruct, denoise, generate. */
class BundleUsesTest {
  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path data;
  private static Path variational;
  private static Path pair;

  private record Result(int code, String out, String err) {}

  @BeforeAll
  static void train() throws IOException {
    data = Files.write(shared.resolve("data.csv"), lines(1200, 1));
    variational = train("variational.onnx", "{type: variational, layers: [16, 2], beta: 0.3}");
    pair = train("pair.onnx", "{type: denoising_pair, hidden: 64}");
  }

  private static Path train(String name, String model) throws IOException {
    Path config =
        Files.writeString(
            shared.resolve(name + ".yaml"),
            """
            name: pump
            data: {files: data.csv, exclude: [id]}
            model: %s
            training: {batch_size: 64, learning_rate: 0.01, epochs: 40}
            threshold: {rate: 0.01}
            """
                .formatted(model));
    Path bundle = shared.resolve(name);
    Result result = execute("train", "--config", config, "--out", bundle);
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).containsPattern("latent +[0-9]+ numbers become");
    return bundle;
  }

  @Test
  void shouldEncodeEachRecordAsTheBundleDoes() throws IOException {
    Path out = folder.resolve("latents.csv");
    Result result =
        execute("encode", "--bundle", variational, "--data", data, "--keep", "id", "--out", out);
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualTo("1,200 lines in %s%n".formatted(out));
    List<String> lines = Files.readAllLines(out);
    assertThat(lines).hasSize(1201).startsWith("id,latent_0,latent_1");
    try (Scorer scorer = Scorer.open(Bundle.read(variational));
        ScoringBatch batch = scorer.batch(1)) {
      String[] first = Files.readAllLines(data).get(1).split(",");
      batch.features().put(0, Float.parseFloat(first[1]));
      batch.features().put(1, Float.parseFloat(first[2]));
      batch.features().put(2, first[3].equals("true") ? 1 : 0);
      batch.features().put(3, levels().indexOf(first[4]));
      ScoredRow row = batch.detail(0);
      String[] cells = lines.get(1).split(",");
      assertThat(cells[0]).isEqualTo(first[0]);
      assertThat(Float.parseFloat(cells[1])).isCloseTo(row.latent()[0], within(1e-5f));
      assertThat(Float.parseFloat(cells[2])).isCloseTo(row.latent()[1], within(1e-5f));
    }
  }

  private static List<String> levels() {
    return Bundle.read(variational).metadata().features().features().stream()
        .filter(CategoryFeature.class::isInstance)
        .map(CategoryFeature.class::cast)
        .findFirst()
        .orElseThrow()
        .levels();
  }

  @Test
  void shouldWriteTheSameValuesInEveryFormat() throws IOException {
    List<List<Object>> expected = null;
    for (String name : List.of("a.csv", "a.jsonl", "a.parquet")) {
      Path out = folder.resolve(name);
      Result result = execute("encode", "--bundle", variational, "--data", data, "--out", out);
      assertThat(result.err()).isEmpty();
      List<List<Object>> read = read(out);
      assertThat(read).hasSize(1200);
      expected = expected == null ? read : expected;
      assertThat(read).as(name).isEqualTo(expected);
    }
    assertThat(folder.toFile().list()).hasSize(3);
  }

  private static List<List<Object>> read(Path file) {
    Records records = FileRecords.of(List.of(file.toString()), List.of());
    List<FieldPath> fields = records.fields();
    List<List<Object>> rows = new ArrayList<>();
    try (Records.Cursor cursor = records.open(fields)) {
      while (cursor.next()) {
        List<Object> row = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
          row.add(Float.valueOf(cursor.get(i).toString()));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  @Test
  void shouldWriteExpectedValuesBesideTheOriginals() throws IOException {
    Path some =
        Files.writeString(
            folder.resolve("some.csv"),
            """
            id,speed,flow [l/min],open,mode
            a,0.5,1.0,true,run
            b,0.5,9.0,true,run
            c,0.5,,true,run
            d,text,1.0,true,run
            """);
    Path out = folder.resolve("expected.jsonl");
    Result result =
        execute("reconstruct", "--bundle", pair, "--data", some, "--keep", "id", "--out", out);
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .startsWith("4 lines in " + out)
        .contains("1 records have no row, the first: %s, line 5: ".formatted(some));
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(out)) {
      lines.add(new ObjectMapper().readTree(line));
    }
    assertThat(lines.get(0).fieldNames())
        .toIterable()
        .containsExactly(
            "id",
            "speed",
            "speed_expected",
            "flow__l_min_",
            "flow__l_min__expected",
            "open",
            "open_expected",
            "mode",
            "mode_expected",
            "score",
            "anomalous");
    JsonNode normal = lines.get(0);
    assertThat(normal.get("flow__l_min_").doubleValue()).isEqualTo(1.0);
    assertThat(normal.get("flow__l_min__expected").doubleValue()).isCloseTo(1.0, within(0.3));
    assertThat(normal.get("open_expected").booleanValue()).isTrue();
    assertThat(normal.get("mode_expected").textValue()).isEqualTo("run");
    assertThat(normal.get("anomalous").booleanValue()).isFalse();
    assertThat(lines.get(1).get("anomalous").booleanValue()).isTrue();
    assertThat(lines.get(1).get("score").doubleValue())
        .isGreaterThan(normal.get("score").doubleValue());
    assertThat(lines.get(2).get("flow__l_min_").isNull()).isTrue();
    assertThat(lines.get(2).get("flow__l_min__expected").isNumber()).isTrue();
    assertThat(lines.get(3).get("speed").textValue()).isEqualTo("text");
    assertThat(lines.get(3).get("score").isNull()).isTrue();
  }

  @Test
  void shouldScoreWindowsAsEvaluateDoes() throws IOException {
    Path series = train("series.onnx", "{type: multiscale, window: 8}");
    Path out = folder.resolve("expected.csv");
    Result result = execute("reconstruct", "--bundle", series, "--data", data, "--out", out);
    assertThat(result.err()).isEmpty();
    long anomalous = Files.readAllLines(out).stream().filter(l -> l.endsWith(",true")).count();
    execute("evaluate", "--bundle", series, "--data", data);
    JsonNode overall =
        new ObjectMapper()
            .readTree(shared.resolve("series.evaluation.json").toFile())
            .get("overall");
    assertThat(anomalous)
        .isPositive()
        .isEqualTo(Math.round(1200 * overall.get("alarm_rate").doubleValue()));
  }

  @Test
  void shouldDenoiseIntoTheSameColumns() throws IOException {
    Path out = folder.resolve("clean.csv");
    Result result = execute("denoise", "--bundle", variational, "--data", data, "--out", out);
    assertThat(result.err()).isEmpty();
    List<String> before = Files.readAllLines(data);
    List<String> after = Files.readAllLines(out);
    assertThat(after).hasSameSizeAs(before);
    assertThat(after.get(0)).isEqualTo(before.get(0));
    double noiseBefore = 0;
    double noiseAfter = 0;
    for (int i = 1; i < before.size(); i++) {
      String[] noisy = before.get(i).split(",");
      String[] clean = after.get(i).split(",");
      assertThat(clean[0]).as("id").isEqualTo(noisy[0]);
      assertThat(clean[4]).isIn("run", "idle");
      if (!noisy[2].isEmpty()) {
        noiseBefore += Math.abs(Double.parseDouble(noisy[2]) - 2 * Double.parseDouble(noisy[1]));
        noiseAfter += Math.abs(Double.parseDouble(clean[2]) - 2 * Double.parseDouble(clean[1]));
      }
    }
    // flow is twice the speed but for noise
    assertThat(noiseAfter).isLessThan(noiseBefore);
    // a missing flow is filled in
    assertThat(before).anyMatch(line -> line.contains(",,"));
    assertThat(after).noneMatch(line -> line.contains(",,"));
  }

  @Test
  void shouldGenerateRowsThatTheModelFindsNormal() throws IOException {
    Path out = folder.resolve("drawn.csv");
    Result result =
        execute("generate", "--bundle", variational, "--rows", "2000", "--seed", "3", "--out", out);
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualTo("2,000 rows in %s%n".formatted(out));
    List<String> lines = Files.readAllLines(out);
    assertThat(lines).hasSize(2001).startsWith("speed,flow__l_min_,open,mode");
    double[] speeds =
        lines.stream().skip(1).mapToDouble(l -> Double.parseDouble(l.split(",")[0])).toArray();
    assertThat(Arrays.stream(speeds).average().orElseThrow()).isCloseTo(0.5, within(0.15));
    assertThat(Arrays.stream(speeds).distinct().count()).isGreaterThan(1000);
    Result evaluated = execute("evaluate", "--bundle", variational, "--data", out);
    assertThat(evaluated.err()).isEmpty();
    JsonNode overall =
        new ObjectMapper()
            .readTree(shared.resolve("variational.evaluation.json").toFile())
            .get("overall");
    assertThat(overall.get("rows").intValue()).isEqualTo(2000);
    // 6 to 16 % over eight seeds; rows of another kind would nearly all alarm
    assertThat(overall.get("alarm_rate").doubleValue()).isLessThan(0.25);
    Path again = folder.resolve("again.csv");
    execute("generate", "--bundle", variational, "--rows", "2000", "--seed", "3", "--out", again);
    assertThat(again).hasSameTextualContentAs(out);
    execute("generate", "--bundle", variational, "--rows", "2000", "--seed", "4", "--out", again);
    assertThat(again.toFile()).isFile();
    assertThat(Files.readString(again)).isNotEqualTo(Files.readString(out));
  }

  @Test
  void shouldSayWhyNothingCanBeGenerated() {
    assertThat(Bundle.read(variational).metadata().latentPrior())
        .isEqualTo(LatentPrior.STANDARD_NORMAL);
    Path out = folder.resolve("drawn.csv");
    Result result = execute("generate", "--bundle", pair, "--rows", "10", "--out", out);
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .isEqualTo(
            "error: %s: this bundle's latent has no distribution that rows could be drawn from, expected a variational model (model.type: variational)%n"
                .formatted(pair));
    assertThat(out).doesNotExist();
  }

  @Test
  void shouldRefuseWhatCannotBeWritten() {
    Path out = folder.resolve("a.xlsx");
    Result format = execute("denoise", "--bundle", pair, "--data", data, "--out", out);
    assertThat(format.code()).isEqualTo(1);
    assertThat(format.err())
        .isEqualTo(
            "error: --out is '%s', expected a name that ends with .csv, .json, .jsonl, .ndjson or .parquet%n"
                .formatted(out));
    Result column =
        execute(
            "encode",
            "--bundle",
            pair,
            "--data",
            data,
            "--keep",
            "idd",
            "--out",
            folder.resolve("a.csv"));
    assertThat(column.err())
        .isEqualTo(
            """
            error: --keep names 'idd', which is not in the data, did you mean 'id'? (columns of '%s': id, speed, flow__l_min_, open, mode)
            """
                .formatted(data));
    assertThat(folder.toFile().list()).isEmpty();
  }

  @Test
  void shouldSayHowMuchABundleCompresses() {
    Result result = execute("inspect", variational);
    assertThat(result.out()).containsPattern("latent +4 numbers become 2, compression ratio 2\n");
  }

  /** The first commands of docs/uses.md, with files of ours in place of those that it names. */
  @Test
  void shouldTakeTheCommandsThatTheDocsShow() throws IOException {
    List<String> commands =
        Files.readAllLines(Path.of("..", "docs", "uses.md")).stream()
            .filter(line -> line.startsWith("./reconstream "))
            .filter(line -> line.contains("--bundle pump.onnx"))
            .toList();
    assertThat(commands).hasSize(4);
    for (String command : commands) {
      Object[] arguments =
          Arrays.stream(command.split(" +"))
              .skip(1)
              .map(
                  word ->
                      switch (word) {
                        case "pump.onnx" -> variational;
                        case "day.csv" -> data;
                        default -> word.contains(".") ? folder.resolve(word) : word;
                      })
              .toArray();
      Result result = execute(arguments);
      assertThat(result.err()).as(command).isEmpty();
      assertThat((Path) arguments[arguments.length - 1]).isNotEmptyFile();
    }
  }

  /** Flow is twice the speed, a pump above half speed runs; every 50th flow is missing. */
  private static List<String> lines(int count, long seed) {
    Random random = new Random(seed);
    Stream<String> rows =
        Stream.iterate(0, i -> i + 1)
            .limit(count)
            .map(
                i -> {
                  double speed = random.nextDouble();
                  double flow = 2 * speed + 0.1 * random.nextGaussian();
                  boolean runs = speed > 0.3;
                  return "r%d,%.4f,%s,%s,%s"
                      .formatted(
                          i,
                          speed,
                          i % 50 == 49 ? "" : "%.4f".formatted(flow),
                          runs,
                          runs ? "run" : "idle");
                });
    return Stream.concat(Stream.of("id,speed,flow [l/min],open,mode"), rows).toList();
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
