/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reconstream.model.feature.CategoryFeature;
import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.feature.FieldPath;
import io.reconstream.model.feature.NumericFeature;
import io.reconstream.model.scoring.Scorer;
import io.reconstream.model.scoring.ScoringBatch;
import io.reconstream.trainer.config.Activation;
import io.reconstream.trainer.config.Loss;
import io.reconstream.trainer.config.ModelConfig;
import io.reconstream.trainer.config.OutputActivation;
import io.reconstream.trainer.config.TrainingConfig;
import io.reconstream.trainer.config.TrainingConfigReader;
import io.reconstream.trainer.config.TrainingSettings;
import io.reconstream.trainer.config.TrainingSettings.Optimizer;
import io.reconstream.trainer.dataset.Rows;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every network and activation on a small real set: learns something about rows that it has not
 * seen, and its graph computes what libtorch computes, which {@link Training} makes sure of.
 */
@Tag("slow")
class NetworksOnRealDataTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{type: dense, window: 32, layers: [64, 16]}",
        "{type: conv1d, window: 32}",
        "{type: conv1d, window: 32, upsampling: transposed, regularisation: {noise: masking}}",
        "{type: lstm, window: 32}",
        "{type: gru, window: 32}",
        "{type: transformer, window: 32, width: 16}",
      })
  void shouldLearnAPump(String model) throws IOException {
    List<float[]> rows = csv("skab/anomaly-free/anomaly-free.csv.gz", 1, 8, 3000);
    int length = config(model).windowSpec().length();
    assertLearns(
        model,
        new Windows(rows.subList(0, 2500), length),
        new Windows(rows.subList(2500, 3000), length));
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void shouldLearnCardiogramsWithEveryActivation(Activation activation) throws IOException {
    cardiograms("{type: dense, layers: [32, 8], activation: %s}".formatted(activation));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{type: dense, layers: [32, 8], decoder: [16, 16], normalisation: batch}",
        "{type: dense, layers: [32, 8], normalisation: layer, regularisation: {dropout: 0.1, l2: 0.00001}}",
        "{type: dense, layers: [32, 8], regularisation: {noise: swap, contraction: 0.0001}}",
        "{type: variational, layers: [32, 8], beta: 0.01, regularisation: {sparsity: 0.001}}",
        "{type: stacked, layers: [32, 16, 8], pretraining: 3}",
      })
  void shouldLearnCardiograms(String model) throws IOException {
    cardiograms(model);
  }

  @ParameterizedTest
  @EnumSource(Optimizer.class)
  void shouldLearnCardiogramsWithEveryOptimizer(Optimizer optimizer) throws IOException {
    List<float[]> rows = csv("adbench_cardio/cardio.csv.gz", 0, 21, 800);
    assertLearns(
        Plant.numeric(21), rows, "{optimizer: %s, learning_rate: 0.01}".formatted(optimizer));
  }

  /** Of two values: whether a measurement is above its median, which is what hinge is for. */
  @ParameterizedTest
  @EnumSource(
      value = Loss.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"CROSS_ENTROPY"})
  void shouldLearnCardiogramsByEveryLossOfNumbers(Loss loss) throws IOException {
    List<float[]> rows = csv("adbench_cardio/cardio.csv.gz", 0, 21, 800);
    if (loss == Loss.HINGE) {
      rows = sides(rows);
    }
    for (OutputActivation output : loss.outputs()) {
      if (output != OutputActivation.SOFTMAX) {
        assertLearns(
            Plant.numeric(21),
            rows,
            "{loss: %s, output: %s, learning_rate: 0.01}".formatted(loss, output));
      }
    }
  }

  private static List<float[]> sides(List<float[]> rows) {
    float[] medians = new float[rows.get(0).length];
    for (int i = 0; i < medians.length; i++) {
      int column = i;
      medians[i] =
          (float) rows.stream().mapToDouble(row -> row[column]).sorted().toArray()[rows.size() / 2];
    }
    List<float[]> sides = new ArrayList<>();
    for (float[] row : rows) {
      float[] side = new float[row.length];
      for (int i = 0; i < side.length; i++) {
        side[i] = row[i] >= medians[i] ? 1 : 0;
      }
      sides.add(side);
    }
    return sides;
  }

  @ParameterizedTest
  @EnumSource(
      value = Loss.class,
      names = {"MSE", "MAE", "HUBER", "CROSS_ENTROPY"})
  void shouldLearnConnectionsOfWhichSomeColumnsAreCategories(Loss loss) throws IOException {
    List<List<String>> levels = List.of(new ArrayList<>(), new ArrayList<>());
    List<float[]> rows = new ArrayList<>();
    for (String[] cells : lines("nsl_kdd/KDDTrain+_20Percent.csv.gz", 800)) {
      rows.add(
          new float[] {
            Float.parseFloat(cells[22]),
            level(levels.get(0), cells[1]),
            level(levels.get(1), cells[3]),
            Float.parseFloat(cells[24]),
            Float.parseFloat(cells[28]),
            Float.parseFloat(cells[4])
          });
    }
    FeatureSpec spec =
        new FeatureSpec(
            List.of(
                number("count"),
                new CategoryFeature("protocol", FieldPath.parse("p"), true, levels.get(0)),
                new CategoryFeature("flag", FieldPath.parse("f"), true, levels.get(1)),
                number("serror_rate"),
                number("same_srv_rate"),
                number("src_bytes")));

    assertLearns(spec, rows, "{loss: %s, output: softmax, learning_rate: 0.01}".formatted(loss));
  }

  private static NumericFeature number(String name) {
    return new NumericFeature(name, FieldPath.parse(name), true);
  }

  private static float level(List<String> levels, String text) {
    if (!levels.contains(text)) {
      levels.add(text);
    }
    return levels.indexOf(text);
  }

  private static void assertLearns(FeatureSpec spec, List<float[]> rows, String training) {
    int heldOut = rows.size() / 4;
    TrainingConfig config =
        TrainingConfigReader.parse(
            "{name: test, data: {files: none.csv}, model: {type: dense, layers: [16, 6]}, training: %s}"
                .formatted(training),
            "test",
            Map.of("training.epochs", "12", "training.batch_size", "32"));
    TrainingHistory history =
        Training.train(
                spec,
                matrix(rows.subList(heldOut, rows.size())),
                matrix(rows.subList(0, heldOut)),
                config.model(),
                config.training(),
                new Silent())
            .histories()
            .get(0);
    assertLearned(training, history, 0.9);
  }

  private static void assertLearned(String what, TrainingHistory history, double most) {
    double untrained = history.epochs().get(0).heldOutLoss();
    double trained = history.epochs().get(history.best()).heldOutLoss();
    System.out.printf("%s: held-out loss %.4f, untrained %.4f%n", what, trained, untrained);
    assertThat(trained).as(what).isLessThan(most * untrained);
  }

  private static void cardiograms(String model) throws IOException {
    List<float[]> rows = csv("adbench_cardio/cardio.csv.gz", 0, 21, 1500);
    assertLearns(model, matrix(rows.subList(0, 1200)), matrix(rows.subList(1200, 1500)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{type: conv2d, height: 28, width: 28, filters: [8, 16]}",
        "{type: conv2d, height: 28, width: 28, filters: [8, 16], upsampling: transposed, normalisation: batch}",
      })
  void shouldLearnDigits(String model) throws IOException {
    List<float[]> digits = digits(1500);
    assertLearns(model, matrix(digits.subList(0, 1200)), matrix(digits.subList(1200, 1500)));
  }

  /**
   * The divergence of N(μ, σ²) from the standard normal is at least μ²/2, whatever σ; the graph's
   * latent is μ. A collapsed latent has μ = 0 for every digit.
   */
  @Test
  void shouldKeepTheLatentOfDigitsInUse() throws IOException {
    List<float[]> digits = digits(3000);
    Rows heldOut = matrix(digits.subList(2500, 3000));
    TrainedModel model =
        train(
            "{type: variational, layers: [128, 16]}", matrix(digits.subList(0, 2500)), heldOut, 10);

    double nats = 0;
    try (Scorer scorer = Scorer.open(model.graph());
        ScoringBatch batch = scorer.batch(1)) {
      float[] row = new float[heldOut.width()];
      for (int i = 0; i < heldOut.count(); i++) {
        heldOut.copy(i, row, 0);
        batch.features().put(0, row);
        batch.score(1);
        for (float mean : batch.detail(0).latent()) {
          nats += 0.5 * mean * mean / heldOut.count();
        }
      }
    }
    System.out.printf("divergence on held-out digits: at least %.1f nats%n", nats);
    assertThat(nats).isGreaterThan(1);
  }

  private static void assertLearns(String model, Rows training, Rows heldOut) {
    List<TrainingHistory> histories = train(model, training, heldOut, 5).histories();
    assertLearned(model, histories.get(histories.size() - 1), 0.8);
  }

  private static TrainedModel train(String model, Rows training, Rows heldOut, int epochs) {
    ModelConfig config = config(model);
    int rows = config.windowSpec() == null ? 1 : config.windowSpec().length();
    return Training.train(
        Plant.numeric(training.width() / rows),
        training,
        heldOut,
        config,
        TrainingSettings.builder()
            .learningRate(0.003)
            .batchSize(64)
            .epochs(epochs)
            .patience(epochs)
            .validation(0.2)
            .build(),
        new Silent());
  }

  private static ModelConfig config(String model) {
    return TrainingConfigReader.parse(
            "{name: test, data: {files: none.csv}, model: %s}".formatted(model), "test", Map.of())
        .model();
  }

  private static Rows matrix(List<float[]> rows) {
    return new MatrixRows(rows.toArray(float[][]::new));
  }

  private static Path data(String name) {
    String data = System.getProperty("reconstream.data");
    assumeTrue(data != null, "needs -Dreconstream.data=FOLDER with the sets");
    return Path.of(data, name);
  }

  /** The first rows of a file, {@code width} cells of each from {@code first} on. */
  private static List<float[]> csv(String name, int first, int width, int count)
      throws IOException {
    List<float[]> rows = new ArrayList<>();
    for (String[] cells : lines(name, count)) {
      float[] row = new float[width];
      for (int i = 0; i < width; i++) {
        row[i] = Float.parseFloat(cells[first + i]);
      }
      rows.add(row);
    }
    return rows;
  }

  private static List<String[]> lines(String name, int count) throws IOException {
    List<String[]> lines = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(data(name))), StandardCharsets.UTF_8))) {
      reader.readLine();
      while (lines.size() < count) {
        lines.add(reader.readLine().split(","));
      }
    }
    return lines;
  }

  private static List<float[]> digits(int count) throws IOException {
    List<float[]> digits = new ArrayList<>();
    try (DataInputStream images =
        new DataInputStream(
            new GZIPInputStream(Files.newInputStream(data("mnist/train-images-idx3-ubyte.gz"))))) {
      images.skipNBytes(16);
      while (digits.size() < count) {
        float[] digit = new float[784];
        for (int i = 0; i < digit.length; i++) {
          digit[i] = images.readUnsignedByte();
        }
        digits.add(digit);
      }
    }
    return digits;
  }
}
