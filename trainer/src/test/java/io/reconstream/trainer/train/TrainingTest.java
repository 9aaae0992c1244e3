/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.scoring.ScoredRow;
import io.reconstream.model.scoring.Scorer;
import io.reconstream.model.scoring.ScoringBatch;
import io.reconstream.trainer.config.Activation;
import io.reconstream.trainer.config.InvalidInputException;
import io.reconstream.trainer.config.Loss;
import io.reconstream.trainer.config.ModelConfig;
import io.reconstream.trainer.config.OutputActivation;
import io.reconstream.trainer.config.Regularisation;
import io.reconstream.trainer.config.Regularisation.Noise;
import io.reconstream.trainer.config.TrainingConfig;
import io.reconstream.trainer.config.TrainingConfigReader;
import io.reconstream.trainer.config.TrainingSettings;
import io.reconstream.trainer.config.TrainingSettings.Optimizer;
import io.reconstream.trainer.config.TrainingSettings.Schedule;
import io.reconstream.trainer.dataset.Rows;
import io.reconstream.trainer.score.RowScores;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingTest {
  private static final FeatureSpec SPEC = Plant.numeric(6);
  private static final MatrixRows ROWS = Plant.numeric(600, 6, 1);
  private static final MatrixRows HELD_OUT = Plant.numeric(200, 6, 2);

  @ParameterizedTest
  @EnumSource(Activation.class)
  void shouldLowerHeldOutLossAndMatchTheGraphWithEveryActivation(Activation activation) {
    TrainedModel model = train(dense(activation), settings(Optimizer.ADAM, 0.01, 5));

    assertLowered(model.histories().get(0));
  }

  @ParameterizedTest
  @EnumSource(Optimizer.class)
  void shouldLowerHeldOutLossWithEveryOptimizer(Optimizer optimizer) {
    TrainedModel model = train(dense(Activation.TANH), settings(optimizer, 0.01, 5));

    assertLowered(model.histories().get(0));
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void shouldLowerEveryLossAndMatchTheGraphWithEveryOutputThatFitsIt(Loss loss) {
    for (OutputActivation output : loss.outputs()) {
      TrainingSettings settings =
          builder(Optimizer.ADAM, 0.01, 20)
              .patience(20)
              .loss(loss)
              .schedule(Schedule.COSINE)
              .gradientNorm(1)
              .output(output)
              .build();
      TrainingHistory history =
          switch (output) {
            case SOFTMAX -> trainMixed(settings);
            default ->
                loss == Loss.HINGE
                    ? train(signs(ROWS), signs(HELD_OUT), settings)
                    : train(ROWS, HELD_OUT, settings);
          };

      assertThat(history.epochs().get(history.best()).heldOutLoss())
          .as("%s of %s", loss, output)
          .isLessThan(0.97 * history.epochs().get(0).heldOutLoss());
    }
  }

  private static TrainingHistory train(
      MatrixRows rows, MatrixRows heldOut, TrainingSettings settings) {
    return Training.train(SPEC, rows, heldOut, dense(Activation.TANH), settings, new Silent())
        .histories()
        .get(0);
  }

  private static TrainingHistory trainMixed(TrainingSettings settings) {
    return Training.train(
            Plant.mixed(),
            Plant.mixed(600, 1),
            Plant.mixed(200, 2),
            dense(Activation.TANH),
            settings,
            new Silent())
        .histories()
        .get(0);
  }

  /** Columns of two values: whether a value is above its column's level. */
  private static MatrixRows signs(MatrixRows rows) {
    float[][] signs = new float[rows.values().length][rows.width()];
    for (int row = 0; row < signs.length; row++) {
      for (int i = 0; i < signs[row].length; i++) {
        signs[row][i] = rows.values()[row][i] > 100 * i ? 5 : 2;
      }
    }
    return new MatrixRows(signs);
  }

  @Test
  void shouldGiveProbabilitiesOfLevelsByCrossEntropy() {
    TrainedModel model =
        Training.train(
            Plant.mixed(),
            Plant.mixed(2000, 1),
            Plant.mixed(300, 2),
            dense(Activation.TANH),
            builder(Optimizer.ADAM, 0.01, 20).loss(Loss.CROSS_ENTROPY).build(),
            new Silent());

    // a load of 20 and a flow of 40 are those of the third mode
    assertThat(score(model, new float[] {20, 2, 40}).reconstruction()[1]).isEqualTo(2);
    assertThat(score(model, new float[] {20, 0, 40}).score())
        .isGreaterThan(score(model, new float[] {20, 2, 40}).score());
  }

  @Test
  void shouldRefuseALossThatTheColumnsDoNotFit() {
    assertThatThrownBy(
            () -> train(ROWS, HELD_OUT, builder(Optimizer.ADAM, 0.01, 1).loss(Loss.HINGE).build()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageMatching(
            "training.loss is 'hinge', but column 'x0' has values between .*, such as [-\\d.]+;"
                + " expected columns of two values, or loss binary_cross_entropy");
    assertThatThrownBy(
            () ->
                train(
                    ROWS,
                    HELD_OUT,
                    builder(Optimizer.ADAM, 0.01, 1).loss(Loss.CROSS_ENTROPY).build()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("none of the 6 columns is a category");
  }

  @ParameterizedTest
  @EnumSource(Schedule.class)
  void shouldLowerHeldOutLossUnderEverySchedule(Schedule schedule) {
    TrainingSettings settings =
        builder(Optimizer.ADAM, 0.02, 10)
            .patience(10)
            .schedule(schedule)
            .warmUp(0.1)
            .decayEpochs(2)
            .build();

    TrainingHistory history = train(dense(Activation.TANH), settings).histories().get(0);

    assertLowered(history);
    assertThat(history.epochs().get(1).learningRate()).isLessThanOrEqualTo(0.02);
  }

  @ParameterizedTest
  @MethodSource
  void shouldLowerHeldOutLossUnderRegularisation(Regularisation regularisation) {
    ModelConfig model = new ModelConfig.Dense(List.of(8, 2), Activation.TANH, 1, regularisation);

    assertLowered(train(model, settings(Optimizer.ADAM, 0.01, 10)).histories().get(0));
  }

  static Stream<Regularisation> shouldLowerHeldOutLossUnderRegularisation() {
    return Stream.concat(
        Arrays.stream(Noise.values()).map(noise -> new Regularisation(noise, 0.2, 0, 0)),
        Stream.of(
            new Regularisation(Noise.NONE, 0, 0.01, 0),
            new Regularisation(Noise.NONE, 0, 0.01, 0, 0, 0, 0, 0.2),
            new Regularisation(Noise.GAUSSIAN, 0.1, 0, 0.01)));
  }

  @Test
  void shouldTrainOnWindows() {
    Windows windows = new Windows(List.of(ROWS.values()), 4);
    TrainedModel model =
        Training.train(
            SPEC,
            windows,
            new Windows(List.of(HELD_OUT.values()), 4),
            new ModelConfig.Dense(List.of(16, 8), Activation.TANH, 4, Regularisation.NONE),
            settings(Optimizer.ADAM, 0.01, 10),
            new Silent());

    assertLowered(model.histories().get(0));
  }

  @Test
  void shouldTrainOnTheDistributionsOfAVariationalLatent() {
    ModelConfig model =
        new ModelConfig.Variational(List.of(16, 3), Activation.TANH, 0.1, 1, Regularisation.NONE);

    assertLowered(train(model, settings(Optimizer.ADAM, 0.01, 10)).histories().get(0));
  }

  @Test
  void shouldScoreSeriesByTheirSmoothedComponents() {
    Windows windows = new Windows(List.of(ROWS.values()), 8);
    TrainedModel model =
        Training.train(
            SPEC,
            windows,
            windows,
            new ModelConfig.Multiscale(8),
            settings(Optimizer.ADAM, 0.01, 1),
            new Silent());

    try (Scorer scorer = Scorer.open(model.graph());
        ScoringBatch batch = scorer.batch(2)) {
      float[] usual = new float[windows.width()];
      windows.copy(100, usual, 0);
      float[] odd = usual.clone();
      odd[odd.length - 2] += 100;
      batch.features().put(0, usual).put(usual.length, odd);
      batch.score(2);
      float[] parts = new float[model.smoothing().weights().size()];
      batch.componentsOf(1, parts);

      assertThat((double) batch.scoreOf(1)).isCloseTo(model.smoothing().score(parts), within(1e-4));
      assertThat(batch.scoreOf(1)).isGreaterThan(batch.scoreOf(0) + 1);
      assertThat(batch.detail(1).featureError()[4])
          .isGreaterThan(batch.detail(1).featureError()[1]);
    }
  }

  @Test
  void shouldLeaveOutViewsThatSayNothingOfRowsTheyHaveNotSeen() {
    Windows few = new Windows(List.of(noise(150, 1)), 64);
    TrainedModel model = series(few, new Windows(List.of(noise(70, 2)), 64), 64);

    // 94 windows are few for axes of 64 rows, and noise has no states that return
    assertThat(model.smoothing().weights()).containsExactly(1.0);
  }

  private static float[][] noise(int rows, long seed) {
    Random random = new Random(seed);
    float[][] noise = new float[rows][6];
    for (float[] row : noise) {
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) random.nextGaussian();
      }
    }
    return noise;
  }

  @Test
  void shouldCountCentroidsWhereRowsAreStatesThatReturn() {
    float[][] rows = new float[400][6];
    for (int i = 0; i < rows.length; i++) {
      Arrays.fill(rows[i], i / 20 % 2);
      rows[i][i / 40 % 6] += 2;
    }

    List<Double> weights = weights(rows, 8);

    assertThat(weights).hasSize(3);
    assertThat(weights.get(2)).isGreaterThan(0.99);
  }

  @Test
  void shouldCalibrateASeriesByWhatHasNotSeenTheHeldOutRows() {
    Windows windows = new Windows(List.of(ROWS.values()), 8);
    Windows heldOut = new Windows(List.of(HELD_OUT.values()), 8);
    TrainedModel model = series(windows, heldOut, 8);

    assertThat(model.calibrated()).isNotEqualTo(model.graph());
    assertThat(meanScore(model.calibrated(), heldOut))
        .isGreaterThan(meanScore(model.graph(), heldOut));
  }

  private static List<Double> weights(float[][] rows, int window) {
    Windows windows = new Windows(List.of(rows), window);
    return series(windows, windows, window).smoothing().weights();
  }

  private static TrainedModel series(Rows training, Rows heldOut, int window) {
    return Training.train(
        SPEC,
        training,
        heldOut,
        new ModelConfig.Multiscale(window),
        settings(Optimizer.ADAM, 0.01, 1),
        new Silent());
  }

  private static double meanScore(byte[] graph, Rows windows) {
    try (Scorer scorer = Scorer.open(graph)) {
      return Arrays.stream(RowScores.of(scorer, windows, new Silent())).average().orElseThrow();
    }
  }

  @Test
  void shouldScoreAPairsHeldOutRowsAroundOne() {
    TrainedModel model =
        train(new ModelConfig.DenoisingPair(16), settings(Optimizer.ADAM, 0.01, 1));

    float[] odd = HELD_OUT.values()[0].clone();
    odd[3] += 100;
    ScoredRow far = score(model, odd);

    assertThat(model.histories()).hasSize(2);
    assertThat(score(model, HELD_OUT.values()[0]).score()).isBetween(0.1f, 10f);
    assertThat(far.score()).isGreaterThan(20);
    assertThat(far.featureError()[3]).isGreaterThan(far.featureError()[1]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{type: dense, layers: [8, 2]}", "{type: denoising_pair, hidden: 16}"})
  void shouldTrainMembersFromOtherRandomNumbersAndScoreByAllOfThem(String model) {
    TrainedModel one = members(1, model);
    TrainedModel both = members(2, model);

    int networks = one.histories().size();
    assertThat(both.histories()).hasSize(2 * networks);
    for (int i = 0; i < networks; i++) {
      TrainingHistory alone = one.histories().get(i);
      TrainingHistory first = both.histories().get(i);
      TrainingHistory second = both.histories().get(networks + i);
      assertThat(first.network()).isEqualTo(alone.network() + " 1");
      assertThat(second.network()).isEqualTo(alone.network() + " 2");
      double loss = alone.epochs().get(1).heldOutLoss();
      assertThat(first.epochs().get(1).heldOutLoss()).isEqualTo(loss);
      assertThat(second.epochs().get(1).heldOutLoss()).isNotEqualTo(loss);
    }
    float[] odd = HELD_OUT.values()[0].clone();
    odd[3] += 100;
    ScoredRow far = score(both, odd);
    assertThat(score(both, HELD_OUT.values()[0]).score()).isBetween(0.1f, 10f);
    assertThat(far.score()).isGreaterThan(20);
    assertThat(far.reconstruction()[3]).isNotEqualTo(score(one, odd).reconstruction()[3]);
  }

  private static TrainedModel members(int count, String model) {
    TrainingConfig config =
        TrainingConfigReader.parse(
            """
            name: plant
            data: {files: a.csv}
            model: %s
            training: {members: %d, epochs: 5, batch_size: 32, learning_rate: 0.01}
            """
                .formatted(model, count),
            "members.yaml",
            Map.of());
    return train(config.model(), config.training());
  }

  @Test
  void shouldScoreHeldOutRowsAroundOneAndFarRowsHigher() {
    TrainedModel model = train(dense(Activation.TANH), settings(Optimizer.ADAM, 0.01, 10));

    double mean = 0;
    for (float[] row : HELD_OUT.values()) {
      mean += score(model, row).score() / HELD_OUT.count();
    }
    float[] odd = HELD_OUT.values()[0].clone();
    odd[3] += 100;
    ScoredRow far = score(model, odd);

    assertThat(mean).isCloseTo(1, within(0.01));
    assertThat((double) far.score()).isGreaterThan(10 * mean);
    assertThat(far.featureError()[3]).isGreaterThan(far.featureError()[1]);
    assertThat(far.latent()).hasSize(2);
  }

  @Test
  void shouldGiveTheSameBytesForTheSameSeedAndOthersForAnother() {
    TrainingSettings settings = settings(Optimizer.ADAM, 0.01, 3);
    TrainingSettings other = builder(Optimizer.ADAM, 0.01, 3).seed(8).build();

    byte[] first = train(dense(Activation.TANH), settings).graph();

    assertThat(train(dense(Activation.TANH), settings).graph()).isEqualTo(first);
    assertThat(train(dense(Activation.TANH), other).graph()).isNotEqualTo(first);
  }

  @Test
  void shouldKeepTheBestWeightsAndStopWhenPatienceIsSpent() {
    TrainingHistory history =
        train(dense(Activation.TANH), builder(Optimizer.ADAM, 0.3, 200).patience(3).build())
            .histories()
            .get(0);

    int last = history.epochs().size() - 1;
    assertThat(last).isLessThan(200);
    assertThat(history.best()).isEqualTo(last - 3);
    assertThat(history.epochs())
        .allSatisfy(
            epoch ->
                assertThat(epoch.heldOutLoss())
                    .isGreaterThanOrEqualTo(history.epochs().get(history.best()).heldOutLoss()));
  }

  @Test
  void shouldSayAtWhichStepTheLossIsNotFinite() {
    assertThatThrownBy(() -> train(dense(Activation.RELU), settings(Optimizer.SGD, 1e30, 5)))
        .isInstanceOf(TrainingException.class)
        .hasMessageMatching(
            "training 'dense' stopped: the loss is (NaN|Infinity) at step \\d+ \\(epoch 1\\),"
                + " expected a finite number; lower training.learning_rate \\(it is 1.0E30\\) .*");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldReconstructMissingAndCategoricalValues(boolean tied) {
    MatrixRows heldOut = Plant.mixed(300, 2);
    TrainedModel model =
        Training.train(
            Plant.mixed(),
            Plant.mixed(2000, 1),
            heldOut,
            new ModelConfig.Linear(3, tied),
            settings(Optimizer.ADAM, 0.01, 1),
            new Silent());

    ScoredRow complete = score(model, new float[] {20, 2, 40});
    ScoredRow missing = score(model, new float[] {20, Float.NaN, 40});

    assertThat(complete.reconstruction()[1]).isEqualTo(2);
    assertThat(complete.reconstruction()[0]).isCloseTo(20, within(4f));
    assertThat(missing.featureError()[1]).isZero();
    assertThat(missing.score()).isFinite();
  }

  private static TrainedModel train(ModelConfig model, TrainingSettings settings) {
    return Training.train(SPEC, ROWS, HELD_OUT, model, settings, new Silent());
  }

  private static ModelConfig dense(Activation activation) {
    return new ModelConfig.Dense(List.of(8, 2), activation);
  }

  private static TrainingSettings settings(Optimizer optimizer, double rate, int epochs) {
    return builder(optimizer, rate, epochs).build();
  }

  private static TrainingSettings.Builder builder(Optimizer optimizer, double rate, int epochs) {
    return TrainingSettings.builder()
        .optimizer(optimizer)
        .learningRate(rate)
        .batchSize(32)
        .epochs(epochs)
        .patience(5)
        .validation(0.2);
  }

  private static void assertLowered(TrainingHistory history) {
    double untrained = history.epochs().get(0).heldOutLoss();
    assertThat(history.epochs().get(history.best()).heldOutLoss()).isLessThan(0.8 * untrained);
  }

  private static ScoredRow score(TrainedModel model, float[] row) {
    try (Scorer scorer = Scorer.open(model.graph());
        ScoringBatch batch = scorer.batch(1)) {
      batch.features().put(0, row);
      return batch.detail(0);
    }
  }
}
