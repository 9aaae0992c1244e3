/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reconstream.model.bundle.Bundle;
import io.reconstream.model.bundle.Provenance;
import io.reconstream.model.bundle.TrustedKeys;
import io.reconstream.model.bundle.VerificationKey;
import io.reconstream.trainer.config.ModelConfig;
import io.reconstream.trainer.config.TrainingConfig;
import io.reconstream.trainer.config.TrainingConfigReader;
import io.reconstream.trainer.page.Chromium;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole path from a CSV file to a bundle, its evaluation and what is said of it. */
class TrainerCommandTest {
  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path bundle;
  private static Result trained;

  private record Result(int code, String out, String err) {}

  @BeforeAll
  static void train() throws IOException {
    Path config = config(shared, "time: at, label: anomaly, train_on: normal");
    bundle = shared.resolve("pump.onnx");
    trained =
        execute(
            "train",
            "--config",
            config.toString(),
            "--out",
            bundle.toString(),
            "--set",
            "training.epochs=20",
            "--set",
            "threshold.rate=0.01");
  }

  @Test
  void shouldTrainAndSayWhatItFound() throws IOException {
    assertThat(trained.err()).isEmpty();
    assertThat(trained.code()).isZero();
    assertThat(trained.out())
        .startsWith("pump 1, sealed in " + bundle)
        .contains("1,520 to learn, 190 to know when to stop, 190 to calibrate, 100 labelled")
        .contains("by budget of 1 %")
        .endsWith("page, with charts: %s%n".formatted(shared.resolve("pump.report.html")));
    JsonNode report = new ObjectMapper().readTree(shared.resolve("pump.report.json").toFile());
    assertThat(report.get("metrics").get("auroc").doubleValue()).isGreaterThan(0.95);
    assertThat(report.get("losses").get(0).get("epochs")).hasSizeGreaterThan(10);
    assertThat(report.get("hash").textValue()).isEqualTo(Bundle.read(bundle).hash());
    try (Stream<Path> files = Files.list(shared)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "data.csv", "pump.yaml", "pump.onnx", "pump.report.json", "pump.report.html");
    }
  }

  @Test
  @Tag("slow")
  void shouldDrawItsReportInARealBrowser() throws Exception {
    Path page = shared.resolve("pump.report.html");
    assertThat(Files.size(page)).isLessThan(1_500_000);

    String dom = Chromium.dom(page, folder);

    assertThat(dom)
        .contains("data-drawn=\"true\"")
        .contains("ROC curve", "Worst rows", "Original against reconstruction", "principal plane")
        .containsPattern("<td[^>]*>pressure [0-9.]+, expected [0-9.]+")
        .contains(Bundle.read(bundle).hash());
    // loss, scores, ROC, precision and recall, feature errors, score, two features, latent
    assertThat(dom.split("<canvas", -1)).hasSize(1 + 9);
  }

  @Test
  void shouldSealTheCompleteConfiguration() {
    Provenance provenance = Bundle.read(bundle).metadata().provenance();
    TrainingConfig config =
        TrainingConfigReader.parse(provenance.configuration(), "sealed", Map.of());
    assertThat(config.training().epochs()).isEqualTo(20);
    assertThat(config.training().patience()).isEqualTo(10);
    // sizes that were left open, as they were chosen
    assertThat(((ModelConfig.Dense) config.model()).layers()).hasSize(2);
    assertThat(provenance.libraries())
        .containsKeys("java", "libtorch", "onnxruntime")
        .containsEntry("reconstream", "0.1.0-SNAPSHOT");
    assertThat(provenance.trainingRows()).isEqualTo(1520);
  }

  @Test
  void shouldEvaluateALabelledFile() throws IOException {
    Path json = folder.resolve("evaluation.json");
    Result result =
        execute(
            "evaluate",
            "--bundle",
            bundle.toString(),
            "--data",
            shared.resolve("data.csv").toString(),
            "--label",
            "anomaly",
            "--series",
            "--json",
            json.toString());
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    assertThat(result.out()).startsWith("pump 1, threshold ").contains("rows 2000", "auroc");
    JsonNode overall = new ObjectMapper().readTree(json.toFile()).get("overall");
    assertThat(overall.get("auroc").doubleValue()).isGreaterThan(0.95);
    assertThat(overall.get("recall").doubleValue()).isGreaterThan(0.8);
    assertThat(overall.get("false_alarm_rate").doubleValue()).isLessThan(0.03);
    assertThat(overall.get("vus_pr").doubleValue()).isBetween(0.5, 1.0);
  }

  @Test
  void shouldSignAndSayWhoSigned() throws IOException, GeneralSecurityException {
    Path signed = folder.resolve("signed.onnx");
    VerificationKey key = keys();
    String publicKey = folder.resolve("public.pem").toString();
    Result sign =
        execute(
            "sign",
            "--bundle",
            bundle.toString(),
            "--key",
            folder.resolve("private.pem").toString(),
            "--out",
            signed.toString());
    assertThat(sign.err()).isEmpty();
    assertThat(sign.out()).startsWith("pump 1, signed by the key %s in %s".formatted(key, signed));

    assertThat(execute("inspect", signed.toString(), "--public-key", publicKey).out())
        .contains("  signature          by the key " + key)
        .contains("The signature is that of the trusted key %s.".formatted(key))
        .contains(Bundle.read(bundle).hash());
    assertThat(execute("inspect", signed.toString()).out())
        .contains("The signature was not verified; --public-key FILE does so.");
    assertThat(execute("inspect", bundle.toString()).out())
        .contains("  signature          none")
        .doesNotContain("The signature");
    assertThat(execute("inspect", bundle.toString(), "--public-key", publicKey))
        .isEqualTo(
            new Result(
                1,
                "",
                "error: %s: is not signed, expected a signature by the trusted key %s%n"
                    .formatted(bundle, key)));
    assertThat(execute("sign", "--bundle", bundle.toString(), "--key", publicKey).err())
        .startsWith(
            "error: %s: has a PEM block 'PUBLIC KEY', expected one 'PRIVATE KEY' ("
                .formatted(publicKey));
  }

  /** Makes private.pem and public.pem. */
  private VerificationKey keys() throws IOException, GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    pem("private.pem", "PRIVATE KEY", pair.getPrivate());
    pem("public.pem", "PUBLIC KEY", pair.getPublic());
    return VerificationKey.read(folder.resolve("public.pem"));
  }

  private void pem(String name, String label, Key key) throws IOException {
    Files.writeString(
        folder.resolve(name),
        "-----BEGIN %s-----%n%s%n-----END %s-----%n"
            .formatted(label, Base64.getMimeEncoder().encodeToString(key.getEncoded()), label));
  }

  @Test
  void shouldTrainAndEvaluateWindowsWithSmoothing() throws IOException, GeneralSecurityException {
    VerificationKey key = keys();
    Path config = config(folder, "time: at, exclude: [anomaly]");
    Path out = folder.resolve("series.onnx");
    Result train =
        execute(
            "train",
            "--config",
            config.toString(),
            "--out",
            out.toString(),
            "--set",
            "model={type: multiscale, window: 8}",
            "--sign-key",
            folder.resolve("private.pem").toString());
    assertThat(train.err()).isEmpty();
    assertThat(Bundle.read(out, new TrustedKeys(List.of(key))).signature()).isPresent();
    assertThat(Bundle.read(out).metadata().windowLength()).isEqualTo(8);
    assertThat(Bundle.read(out).metadata().smoothing()).isNotNull();
    Result evaluate =
        execute(
            "evaluate",
            "--bundle",
            out.toString(),
            "--data",
            folder.resolve("data.csv").toString(),
            "--label",
            "anomaly");
    assertThat(evaluate.err()).isEmpty();
    JsonNode overall =
        new ObjectMapper()
            .readTree(folder.resolve("series.evaluation.json").toFile())
            .get("overall");
    assertThat(overall.get("rows").intValue()).isEqualTo(2000);
    assertThat(overall.get("auroc").doubleValue()).isGreaterThan(0.8);
  }

  @Test
  void shouldSayWhatABundleIs() {
    Result result = execute("inspect", bundle.toString());
    assertThat(result.code()).isZero();
    assertThat(result.out())
        .startsWith("pump 1")
        .contains("hash               " + Bundle.read(bundle).hash())
        .containsPattern("flow +numeric +required +flow")
        .containsPattern("mode +category +required +mode, 2 levels: run, idle")
        .containsPattern("cost +[1-9][0-9]* multiply-adds a row")
        .contains("1 % of normal rows score above")
        .contains("epochs: 20")
        .endsWith("The golden rows were scored on this machine and match.\n");
  }

  @Test
  void shouldReportProblemsWithoutAStackTrace() throws IOException {
    Path config =
        Files.writeString(folder.resolve("a.yaml"), "data: {files: a.csv}\nmodle: {type: dense}\n");
    Path out = folder.resolve("a.onnx");
    Result result = execute("train", "--config", config.toString(), "--out", out.toString());
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .isEqualTo(
            """
            error: name is missing, expected a text such as 'pump' (%1$s)
            error: modle is not a known key, did you mean 'model'?, expected one of name, version, data, features, model, training, threshold (%1$s, line 2)
            """
                .formatted(config));
    assertThat(out).doesNotExist();
  }

  @Test
  void shouldShowTheStackTraceWhenAsked() {
    Result result = execute("inspect", "--debug", folder.resolve("no.onnx").toString());
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .startsWith("error: %s: no such file\n".formatted(folder.resolve("no.onnx")))
        .contains("at io.reconstream");
  }

  @Test
  void shouldRefuseATruncatedBundle() throws IOException {
    Path truncated = folder.resolve("truncated.onnx");
    byte[] bytes = Files.readAllBytes(bundle);
    Files.write(truncated, Arrays.copyOf(bytes, bytes.length / 2));
    Result result = execute("inspect", truncated.toString());
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).startsWith("error: " + truncated).hasLineCount(1);
  }

  @Test
  void shouldCheckTheOutputBeforeTraining() throws IOException {
    Path config = config(folder, "time: at");
    Result result =
        execute("train", "--config", config.toString(), "--out", folder + "/no/pump.onnx");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .isEqualTo(
            "error: --out is '%1$s/no/pump.onnx', but there is no folder '%1$s/no'\n"
                .formatted(folder));
  }

  @Test
  void shouldNameAColumnThatABundleNeeds() throws IOException {
    Path data = Files.writeString(folder.resolve("b.csv"), "flow,mode\n1,run\n");
    Result result = execute("evaluate", "--bundle", bundle.toString(), "--data", data.toString());
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .endsWith(
            """
            error: feature 'pressure' names 'pressure', which is not in the data (columns of '%s': flow, mode)
            """
                .formatted(data));
  }

  @Test
  void shouldExplainWrongUsage() {
    Result result = execute("train", "--out", "x.onnx");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("Missing required option: '--config=FILE'");
  }

  private static Path config(Path folder, String data) throws IOException {
    Path csv = Files.write(folder.resolve("data.csv"), lines());
    return Files.writeString(
        folder.resolve("pump.yaml"),
        """
        name: pump
        data: {files: %s, %s}
        model: {type: dense}
        training: {batch_size: 64, learning_rate: 0.01}
        """
            .formatted(csv.getFileName(), data));
  }

  /** Flow follows the load, pressure the flow's square; anomalies break the second. */
  private static List<String> lines() {
    Random random = new Random(1);
    List<String> lines = new ArrayList<>(List.of("at,flow,pressure,mode,anomaly"));
    for (int i = 0; i < 2000; i++) {
      double load = 1 + Math.sin(i / 20.0) + 0.01 * random.nextGaussian();
      boolean anomaly = i % 200 >= 190;
      double pressure = load * load + 0.01 * random.nextGaussian() + (anomaly ? 2 : 0);
      lines.add(
          "%d,%s,%s,%s,%d"
              .formatted(i, load, pressure, load > 0.5 ? "run" : "idle", anomaly ? 1 : 0));
    }
    return lines;
  }

  private static Result execute(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        TrainerCommand.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new Result(code, out.toString(), err.toString());
  }
}
