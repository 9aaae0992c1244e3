/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reconstream.model.feature.CategoryFeature;
import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.feature.FieldPath;
import io.reconstream.model.feature.NumericFeature;
import io.reconstream.model.scoring.ScoredRow;
import io.reconstream.model.scoring.Scorer;
import io.reconstream.model.scoring.ScoringBatch;
import io.reconstream.trainer.config.InvalidInputException;
import io.reconstream.trainer.config.ModelConfig;
import io.reconstream.trainer.config.Scaler;
import io.reconstream.trainer.config.TrainingConfig;
import io.reconstream.trainer.config.TrainingConfigReader;
import io.reconstream.trainer.dataset.Rows;
import io.reconstream.trainer.score.RowScores;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How rows get into a network and into the score. Every training compares its graph with what is
 * computed here, in ONNX Runtime, so parity is implied.
 */
class ScalingTest {
  /** A payment: its amount has a long tail, and so has how often its terminal is used. */
  private static final FeatureSpec PAYMENT =
      new FeatureSpec(
          List.of(
              new NumericFeature("amount", FieldPath.parse("amount"), false),
              new CategoryFeature(
                  "kind", FieldPath.parse("kind"), true, List.of("chip", "swipe", "online")),
              new NumericFeature("hour", FieldPath.parse("hour"), true),
              new NumericFeature("uses", FieldPath.parse("uses"), true)));

  private static final MatrixRows TRAINING = payments(2000, 1);
  private static final MatrixRows HELD_OUT = payments(400, 2);

  private static MatrixRows payments(int count, long seed) {
    Random random = new Random(seed);
    float[][] rows = new float[count][];
    for (int i = 0; i < count; i++) {
      double size = random.nextGaussian();
      float amount = (float) Math.exp(3 + 2 * size);
      rows[i] =
          new float[] {
            random.nextInt(20) == 0 ? Float.NaN : amount,
            random.nextInt(3),
            (float) (12 + 3 * random.nextGaussian()),
            (float) Math.exp(1 + 2 * size + 0.1 * random.nextGaussian())
          };
    }
    return new MatrixRows(rows);
  }

  @ParameterizedTest
  @EnumSource(Scaler.class)
  void shouldTrainBehindEveryScalerAndTellItsName(Scaler scaler) {
    TrainedModel model = train("model: {type: linear, latent: 4}, training: {scaling: %s}", scaler);

    assertThat(model.scalings())
        .containsExactly(
            Map.entry("amount", scaler == Scaler.AUTO ? "log" : scaler.toString()),
            Map.entry("hour", scaler == Scaler.AUTO ? "standard" : scaler.toString()),
            Map.entry("uses", scaler == Scaler.AUTO ? "log" : scaler.toString()));
    // in the user's own unit: two numbers of the three tell the third
    ScoredRow row = score(model, new float[] {500, 1, 12, 68});
    assertThat(row.reconstruction()[2]).isCloseTo(12, within(3f));
    assertThat(row.reconstruction()[0]).isBetween(150f, 1500f);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{type: dense, layers: [8, 3]}, training: {epochs: 3, output: sigmoid, scaling: log}",
        "{type: dense, layers: [8, 3]}, training: {epochs: 3, loss: huber, output: softmax}",
        "{type: dense, layers: [8, 3], window: 4}, training: {epochs: 3, scaling: quantile}",
        "{type: gru, layers: [8], window: 4}, training: {epochs: 2}",
        "{type: conv1d, filters: [4], window: 4}, training: {epochs: 2, scaling: log}",
      })
  void shouldMatchTheGraphBehindCurvesWhateverTheNetwork(String model) {
    assertThat(train("model: " + model, "").graph()).isNotEmpty();
  }

  @Test
  void shouldSeeSmallValuesBehindALogarithmThatLargeOnesHideWithoutIt() {
    // used twice and a half as often as so small an amount says, when a tenth is usual
    float[] tooOften = {20, 1, 12, 7};

    assertThat(shareAbove("log", tooOften)).isLessThan(0.005);
    assertThat(shareAbove("standard", tooOften)).isGreaterThan(0.01);
  }

  /** How many held-out rows, of those that miss nothing, score higher. */
  private static double shareAbove(String scaling, float[] odd) {
    TrainedModel model =
        train("model: {type: linear, latent: 4}, training: {scaling: %s}", scaling);
    float score = score(model, odd).score();
    MatrixRows complete =
        new MatrixRows(
            Arrays.stream(HELD_OUT.values())
                .filter(row -> !Float.isNaN(row[0]))
                .toArray(float[][]::new));
    return (double) Arrays.stream(scores(model, complete)).filter(each -> each > score).count()
        / complete.count();
  }

  @Test
  void shouldScaleSingleFeaturesAsAsked() {
    TrainedModel model =
        train("model: {type: linear}, training: {feature_scaling: {uses: quantile}}", "");

    assertThat(model.scalings()).containsEntry("uses", "quantile").containsEntry("amount", "log");
  }

  @ParameterizedTest
  @ValueSource(strings = {"kind", "amuont"})
  void shouldRefuseToScaleWhatIsNoNumber(String name) {
    assertThatThrownBy(
            () -> train("model: {type: linear}, training: {feature_scaling: {%s: log}}", name))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "training.feature_scaling names '%s', expected one of the features that are no"
                    .formatted(name)
                + " categories: amount, hour, uses");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{type: linear, latent: 4}",
        "{type: denoising_pair, hidden: 16}",
        "{type: dense, layers: [8, 4]}, training: {epochs: 10, learning_rate: 0.01}",
        "{type: dense, layers: [8, 4]}, training: {epochs: 10, learning_rate: 0.01, loss: cross_entropy}",
        "{type: dense, layers: [8, 4]}, training: {epochs: 10, learning_rate: 0.01, output: sigmoid}",
        "{type: variational, layers: [8, 4]}, training: {epochs: 5, score: reconstruction_probability}",
        "{type: linear, latent: 4}, training: {score: mahalanobis}",
        "{type: linear, latent: 4}, training: {score: combined}",
      })
  void shouldFindARowOfAnUnseenLevelStrangeForThatAndForNothingElse(String model) {
    TrainedModel trained = train("model: " + model, "");
    float[] known = HELD_OUT.values()[1].clone();
    float[] unseen = known.clone();
    unseen[1] = 3;
    double[] usual = scores(trained, HELD_OUT);
    ScoredRow strange = score(trained, unseen);

    assertThat((double) strange.score()).isGreaterThan(Arrays.stream(usual).max().orElseThrow());
    assertThat(strange.featureError()[1]).isGreaterThan(100);
    for (int other : new int[] {0, 2, 3}) {
      assertThat(strange.featureError()[other]).isLessThan(strange.featureError()[1] / 4);
    }
  }

  private static TrainedModel train(String keys, Object argument) {
    TrainingConfig config =
        TrainingConfigReader.parse(
            "{name: test, data: {files: none.csv}, %s}".formatted(keys.formatted(argument)),
            "test",
            Map.of());
    ModelConfig model = config.model();
    int window = model.windowSpec() == null ? 1 : model.windowSpec().length();
    return Training.train(
        PAYMENT,
        windows(TRAINING, window),
        windows(HELD_OUT, window),
        model,
        config.training(),
        new Silent());
  }

  private static Rows windows(MatrixRows rows, int length) {
    return length == 1 ? rows : new Windows(List.of(rows.values()), length);
  }

  private static double[] scores(TrainedModel model, Rows rows) {
    try (Scorer scorer = Scorer.open(model.graph())) {
      return RowScores.of(scorer, rows, new Silent());
    }
  }

  private static ScoredRow score(TrainedModel model, float[] row) {
    try (Scorer scorer = Scorer.open(model.graph());
        ScoringBatch batch = scorer.batch(1)) {
      batch.features().put(0, row);
      batch.score(1);
      return batch.detail(0);
    }
  }
}
