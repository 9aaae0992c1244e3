/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reconstream.model.scoring.Scorer;
import io.reconstream.model.scoring.ScoringBatch;
import io.reconstream.trainer.config.ModelConfig;
import io.reconstream.trainer.config.TrainingConfigReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The default for rows on public data, through the exported graph, without a choice per set. */
@Tag("slow")
class DetectionQualityTest {
  private static final List<String> SETS =
      List.of(
          "thyroid",
          "annthyroid",
          "cardio",
          "cardiotocography",
          "satellite",
          "satimage-2",
          "landsat",
          "shuttle",
          "pendigits",
          "mammography",
          "letter",
          "mnist");

  @Test
  void shouldRankAnomaliesOfTwelveTabularSetsAboveNormals() throws IOException {
    String data = System.getProperty("reconstream.data");
    assumeTrue(data != null, "needs -Dreconstream.data=FOLDER with the ADBench sets");

    double mean = 0;
    for (String set : SETS) {
      double auroc = auroc(Path.of(data, "adbench_" + set, set + ".csv.gz"), 0);
      System.out.printf("%-18s %.2f%n", set, auroc);
      mean += auroc / SETS.size();
    }

    System.out.printf("%-18s %.2f%n", "mean", mean);
    assertThat(mean).isGreaterThan(87.0);
  }

  /** Trains on the first half of the normals, less a tenth held out; tests on all other rows. */
  private static double auroc(Path file, long seed) throws IOException {
    List<float[]> normals = new ArrayList<>();
    List<float[]> anomalies = new ArrayList<>();
    read(file, normals, anomalies);
    int half = (int) Math.round(normals.size() / 2.0);
    List<Integer> order = new ArrayList<>(IntStream.range(0, half).boxed().toList());
    Collections.shuffle(order, new Random(seed));
    int heldOut = half / 10;
    TrainedModel model =
        Training.train(
            Plant.numeric(normals.get(0).length),
            rows(normals, order.subList(heldOut, half)),
            rows(normals, order.subList(0, heldOut)),
            new ModelConfig.DenoisingPair(128),
            TrainingConfigReader.parse(
                    "{name: set, data: {files: none.csv}, training: {seed: %d}}".formatted(seed),
                    "default",
                    Map.of())
                .training(),
            new Silent());
    double[] normal = scores(model, normals.subList(half, normals.size()));
    double[] anomalous = scores(model, anomalies);
    return 100 * auroc(normal, anomalous);
  }

  private static MatrixRows rows(List<float[]> rows, List<Integer> places) {
    return new MatrixRows(places.stream().map(rows::get).toArray(float[][]::new));
  }

  private static void read(Path file, List<float[]> normals, List<float[]> anomalies)
      throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      reader.readLine();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        String[] cells = line.split(",");
        float[] row = new float[cells.length - 1];
        for (int i = 0; i < row.length; i++) {
          row[i] = Float.parseFloat(cells[i]);
        }
        (Double.parseDouble(cells[row.length]) > 0 ? anomalies : normals).add(row);
      }
    }
  }

  private static double[] scores(TrainedModel model, List<float[]> rows) {
    double[] scores = new double[rows.size()];
    try (Scorer scorer = Scorer.open(model.graph());
        ScoringBatch batch = scorer.batch(256)) {
      for (int from = 0; from < scores.length; from += 256) {
        int count = Math.min(256, scores.length - from);
        for (int i = 0; i < count; i++) {
          batch.features().put(i * scorer.width(), rows.get(from + i));
        }
        batch.score(count);
        for (int i = 0; i < count; i++) {
          scores[from + i] = batch.scoreOf(i);
        }
      }
    }
    return scores;
  }

  /** The share of pairs in which the anomaly scores higher; ties count half. */
  private static double auroc(double[] normal, double[] anomalous) {
    double[] sorted = normal.clone();
    Arrays.sort(sorted);
    double wins = 0;
    for (double score : anomalous) {
      int below = Arrays.binarySearch(sorted, score);
      int from = below < 0 ? -below - 1 : below;
      int to = from;
      while (from > 0 && sorted[from - 1] == score) {
        from--;
      }
      while (to < sorted.length && sorted[to] == score) {
        to++;
      }
      wins += from + (to - from) / 2.0;
    }
    return wins / normal.length / anomalous.length;
  }
}
