/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reconstream.model.scoring.Scorer;
import io.reconstream.model.scoring.ScoringBatch;
import io.reconstream.trainer.config.Activation;
import io.reconstream.trainer.config.ModelConfig;
import io.reconstream.trainer.config.Regularisation;
import io.reconstream.trainer.config.ScoreFunction;
import io.reconstream.trainer.config.TrainingSettings;
import io.reconstream.trainer.dataset.Rows;
import io.reconstream.trainer.evaluate.Ranking;
import io.reconstream.trainer.export.Preprocessing;
import io.reconstream.trainer.export.ScoringGraph;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every training compares its graph's score with the one computed here, so parity is implied. */
class ScoreFunctionTest {
  private static final int WIDTH = 20;
  private static final MatrixRows ROWS = Plant.numeric(1000, WIDTH, 1);
  private static final MatrixRows HELD_OUT = Plant.numeric(400, WIDTH, 2);
  private static final MatrixRows NORMAL = Plant.numeric(400, WIDTH, 3);

  @ParameterizedTest
  @EnumSource(ScoreFunction.class)
  void shouldRankRowsFarFromAllOthersAboveNormalOnes(ScoreFunction function) {
    // both hidden causes at four times their usual size: far away also in the latent space
    float[][] far = copy(Plant.numeric(200, WIDTH, 4).values());
    for (float[] row : far) {
      for (int i = 0; i < WIDTH; i++) {
        row[i] = 100 * i + 4 * (row[i] - 100 * i);
      }
    }

    assertThat(auroc(train(ROWS, function, 0), NORMAL.values(), far)).isGreaterThan(0.8);
  }

  @Test
  void shouldFindOneBadSensorByTheTopShareWhereTheMeanLosesIt() {
    float[][] bad = copy(Plant.numeric(200, WIDTH, 5).values());
    for (float[] row : bad) {
      row[7] += 4;
    }

    double mean = auroc(train(ROWS, ScoreFunction.MEAN, 0), NORMAL.values(), bad);
    double top = auroc(train(ROWS, ScoreFunction.TOP, 0), NORMAL.values(), bad);

    assertThat(top).isGreaterThan(mean);
  }

  @Test
  void shouldWhitenResidualsByTheirCovariance() {
    // two units that always err alike, a third by itself
    List<float[]> heldOut =
        List.of(
            new float[] {1, 1, 1},
            new float[] {-1, -1, 1},
            new float[] {1, 1, -1},
            new float[] {-1, -1, -1});
    ResidualDistance distance = new ResidualDistance(heldOut, new float[] {1, 1, 1});

    // shrunk correlation 0.9: along it 2 / 1.9, against it 2 / 0.1, over three units
    assertThat(distance.of(seen(1, 1, 0))).isCloseTo(2 / 1.9 / 3, within(1e-6));
    assertThat(distance.of(seen(1, -1, 0))).isCloseTo(2 / 0.1 / 3, within(1e-5));
  }

  @Test
  void shouldTakeTheLogarithmOfTheDensityAboutEachDraw() {
    ReconstructionProbability probability = new ReconstructionProbability(new float[] {1, 0.5f});
    RowScore.Seen row =
        new RowScore.Seen(
            new float[2],
            new float[0],
            new float[0],
            List.of(new float[] {2, 0}, new float[] {0, 1}));

    // of the first draw 2² / 2, of the second 1² / (2 · 0.5²); over two units and two draws
    assertThat(probability.of(row)).isCloseTo((2 + 2) / 2.0 / 2, within(1e-6));
  }

  @Test
  void shouldGiveARowTheSameScoreWheneverItIsDrawn() {
    TrainedModel model = train(ROWS, ScoreFunction.RECONSTRUCTION_PROBABILITY, 0);
    float[][] twice = {NORMAL.values()[0], NORMAL.values()[1], NORMAL.values()[0]};

    double[] scores = scores(model, twice);

    assertThat(scores[2]).isEqualTo(scores[0]).isNotEqualTo(scores[1]);
    assertThat(Arrays.stream(scores(model, HELD_OUT.values())).average().orElseThrow())
        .isCloseTo(0.5, within(0.05)); // half a squared deviation, by what the deviations are
  }

  @Test
  void shouldDoWithoutTheStrangestTrainingRows() {
    // a twentieth of the training rows are faults of the kind that is looked for
    float[][] contaminated = copy(ROWS.values());
    for (int r = 0; r < 50; r++) {
      fault(contaminated[20 * r]);
    }
    float[][] faults = copy(Plant.numeric(200, WIDTH, 6).values());
    Arrays.stream(faults).forEach(ScoreFunctionTest::fault);

    TrainedModel untrimmed = train(new MatrixRows(contaminated), ScoreFunction.MEAN, 0);
    TrainedModel trimmed = train(new MatrixRows(contaminated), ScoreFunction.MEAN, 0.06);

    assertThat(separation(trimmed, faults)).isGreaterThan(1.2 * separation(untrimmed, faults));
  }

  @Test
  void shouldDropTheShareOfRowsWithTheHighestScores() {
    MatrixRows rows =
        new MatrixRows(new float[][] {{3}, {9}, {1}, {8}, {2}, {4}, {7}, {5}, {6}, {0}});
    Detector byValue =
        new Detector() {
          @Override
          public ScoringGraph.Outputs export(Preprocessing.Standardised row) {
            throw new UnsupportedOperationException();
          }

          @Override
          public void compute(Rows some, Result result) {
            float[] row = new float[1];
            for (long i = 0; i < some.count(); i++) {
              some.copy(i, row, 0);
              result.accept(row, row[0]);
            }
          }
        };

    Trimmed left = (Trimmed) Trimmed.of(rows, byValue, 0.25);

    assertThat(left.places()).containsExactly(0, 2, 4, 5, 6, 7, 8, 9);
    assertThat(Trimmed.of(rows, byValue, 0.05)).isSameAs(rows);
  }

  private static void fault(float[] row) {
    for (int i = 0; i < WIDTH; i += 2) {
      row[i] += 30;
    }
  }

  /** The mean score of faults over that of normal rows. */
  private static double separation(TrainedModel model, float[][] faults) {
    return Arrays.stream(scores(model, faults)).average().orElseThrow()
        / Arrays.stream(scores(model, NORMAL.values())).average().orElseThrow();
  }

  private static RowScore.Seen seen(float... residual) {
    return new RowScore.Seen(residual, new float[0], new float[0], List.of());
  }

  private static float[][] copy(float[][] rows) {
    return Arrays.stream(rows).map(float[]::clone).toArray(float[][]::new);
  }

  private static TrainedModel train(MatrixRows rows, ScoreFunction function, double trim) {
    return Training.train(
        Plant.numeric(WIDTH),
        rows,
        HELD_OUT,
        function == ScoreFunction.RECONSTRUCTION_PROBABILITY
            ? new ModelConfig.Variational(
                List.of(16, 3), Activation.TANH, 0.01, 1, Regularisation.NONE)
            : new ModelConfig.Linear(3, false),
        TrainingSettings.builder()
            .learningRate(0.01)
            .batchSize(32)
            .epochs(5)
            .patience(5)
            .validation(0.2)
            .trim(trim)
            .score(function)
            .build(),
        new Silent());
  }

  private static double auroc(TrainedModel model, float[][] normal, float[][] anomalous) {
    float[][] all = Arrays.copyOf(normal, normal.length + anomalous.length);
    System.arraycopy(anomalous, 0, all, normal.length, anomalous.length);
    BitSet labels = new BitSet();
    labels.set(normal.length, all.length);
    return Ranking.of(scores(model, all), labels).auroc();
  }

  private static double[] scores(TrainedModel model, float[][] rows) {
    double[] scores = new double[rows.length];
    try (Scorer scorer = Scorer.open(model.graph());
        ScoringBatch batch = scorer.batch(1)) {
      for (int i = 0; i < rows.length; i++) {
        batch.features().put(0, rows[i]);
        batch.score(1);
        scores[i] = batch.scoreOf(0);
      }
    }
    return scores;
  }
}
