/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.reconstream.model.feature.TimestampFeature.Cycle;
import io.reconstream.trainer.config.DataConfig.TrainOn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingConfigReaderTest {
  private static final String FULL =
      """
      name: pump
      version: "2.1"
      data:
        files: [a/*.csv.gz, b.parquet]
        time: datetime
        key: machine
        label: anomaly
        train_on: normal
        where: {split: train}
        exclude: [changepoint]
        missing: ["-", "?"]
        max_levels: 20
        constant: keep
      features:
        - Pressure
        - {name: hour, field: datetime, type: timestamp, cycle: HOUR_OF_DAY}
        - {name: code, type: category}
      model: {type: dense, layers: [16, 8], activation: leaky_relu}
      training: {optimizer: rmsprop, learning_rate: 0.01, batch_size: 32, epochs: 5, patience: 2, validation: 0.2, seed: 99}
      threshold: {method: mad, rate: 0.01, k: 4, calibration: 0.3}
      """;

  @Test
  void shouldFillEveryKeyWithItsDefault() {
    TrainingConfig config = parse("{name: pump, data: {files: a.csv}}");
    assertThat(config.version()).isEqualTo("1");
    assertThat(config.data().files()).containsExactly("a.csv");
    assertThat(config.data().trainOn()).isEqualTo(TrainOn.ALL);
    assertThat(config.features()).isEmpty();
    assertThat(config.model()).isEqualTo(new ModelConfig.DenoisingPair(128));
    assertThat(config.training().validation()).isEqualTo(0.1);
    assertThat(config.threshold())
        .isEqualTo(new ThresholdConfig(ThresholdConfig.Method.BUDGET, 0.001, 3, 0.1));
  }

  @Test
  void shouldRefuseSeveralMembersOfAModelThatIsTheSameForEverySeed() {
    assertThatThrownBy(
            () ->
                parse(
                    "{name: a, data: {files: a.csv}, model: {type: linear}, training: {members: 3}}"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(
            "training.members is '3', expected 1 with model.type linear, which has no chance in it");
  }

  @Test
  void shouldReadEveryKey() {
    TrainingConfig config = parse(FULL);
    assertThat(config.data())
        .isEqualTo(
            new DataConfig(
                List.of("a/*.csv.gz", "b.parquet"),
                "datetime",
                "machine",
                "anomaly",
                TrainOn.NORMAL,
                Map.of("split", "train"),
                List.of("changepoint"),
                List.of("-", "?"),
                20,
                DataConfig.Constant.KEEP));
    assertThat(config.features())
        .containsExactly(
            new FeatureConfig("Pressure", "Pressure", FeatureConfig.Type.AUTO, null),
            new FeatureConfig("hour", "datetime", FeatureConfig.Type.TIMESTAMP, Cycle.HOUR_OF_DAY),
            new FeatureConfig("code", "code", FeatureConfig.Type.CATEGORY, null));
    assertThat(config.model())
        .isEqualTo(new ModelConfig.Dense(List.of(16, 8), Activation.LEAKY_RELU));
    assertThat(config.training())
        .isEqualTo(
            TrainingSettings.builder()
                .optimizer(TrainingSettings.Optimizer.RMSPROP)
                .learningRate(0.01)
                .batchSize(32)
                .epochs(5)
                .patience(2)
                .validation(0.2)
                .seed(99)
                .build());
  }

  @Test
  void shouldReadBackWhatItWrites() {
    TrainingConfig config = parse(FULL);
    assertThat(parse(config.toYaml())).isEqualTo(config);
  }

  @Test
  void shouldReportAllProblemsTogether() {
    InvalidInputException error =
        catchThrowableOfType(
            InvalidInputException.class,
            () ->
                parse(
                    """
                    data:
                      files: a.csv
                      tiem: datetime
                    features:
                      - {name: hour, type: timestamp}
                    model: {type: dense, layers: [16, 0]}
                    training:
                      epochs: many
                      learning_rate: 0
                    threshold: {method: best_f1, rate: 2}
                    """));
    assertThat(error.problems())
        .containsExactlyInAnyOrder(
            "name is missing, expected a text such as 'pump' (pump.yaml)",
            "data.tiem is not a known key, did you mean 'time'?, expected one of files, time, key,"
                + " label, train_on, where, exclude, missing, max_levels, constant (pump.yaml, line 3)",
            "features[0].cycle is '', expected one of hour_of_day, day_of_week, day_of_year"
                + " (pump.yaml, line 5)",
            "model.layers[1] is '0', expected an integer from 1 to 100000 (pump.yaml, line 6)",
            "training.epochs is 'many', expected an integer from 1 to 1000000 (pump.yaml, line 8)",
            "training.learning_rate is '0', expected a number above 0 and at most 10.0"
                + " (pump.yaml, line 9)",
            "threshold.rate is '2', expected a number above 0 and at most 0.5"
                + " (pump.yaml, line 10)",
            "threshold.method is 'best_f1', expected 'best_f1' only with data.label, the column"
                + " that tells anomalies");
  }

  @Test
  void shouldRefuseTrainingOnNormalRowsWithoutALabel() {
    assertThatThrownBy(() -> parse("{name: p, data: {files: a.csv, train_on: normal}}"))
        .hasMessage(
            "data.train_on is 'normal', expected 'normal' only with data.label, the column that"
                + " tells anomalies");
  }

  @Test
  void shouldRefuseAnOutputThatDoesNotFitTheLoss() {
    assertThatThrownBy(
            () ->
                parse(
                    "{name: p, data: {files: a.csv}, training: {loss: binary_cross_entropy, output: linear}}"))
        .hasMessage(
            "training.output is 'linear', expected auto or sigmoid, which fit training.loss"
                + " binary_cross_entropy (pump.yaml, line 1)");
  }

  @Test
  void shouldSayWhichLineIsNoYaml() {
    assertThatThrownBy(() -> parse("name: pump\ndata: [a\n"))
        .hasMessage(
            "pump.yaml, line 2 is no YAML: while parsing a flow sequence, expected ',' or ']', but"
                + " got <stream end>");
  }

  @Test
  void shouldRefuseAKeyThatIsWrittenTwice() {
    assertThatThrownBy(() -> parse("name: pump\nname: fan\n"))
        .hasMessageStartingWith("pump.yaml, line 2 is no YAML: Duplicate field 'name'");
  }

  @Test
  void shouldLetOverridesWin() {
    TrainingConfig config =
        TrainingConfigReader.parse(
            FULL, "pump.yaml", Map.of("training.epochs", "3", "model.layers", "[4]"));
    assertThat(config.training().epochs()).isEqualTo(3);
    assertThat(config.model()).isEqualTo(new ModelConfig.Dense(List.of(4), Activation.LEAKY_RELU));
  }

  @Test
  void shouldSayThatABadValueCameFromAnOverride() {
    assertThatThrownBy(
            () -> TrainingConfigReader.parse(FULL, "pump.yaml", Map.of("training.epochs", "-1")))
        .hasMessage(
            "training.epochs is '-1', expected an integer from 1 to 1000000"
                + " (--set training.epochs)");
  }

  @Test
  void shouldReadFilesRelativeToTheConfiguration(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("p.yaml"), "{name: p, data: {files: x/*.csv}}");
    assertThat(TrainingConfigReader.read(file, Map.of()).data().files())
        .containsExactly(folder + "/x/*.csv");
  }

  @Test
  void shouldSayThatTheFileIsNotThere(@TempDir Path folder) {
    Path file = folder.resolve("nope.yaml");
    assertThatThrownBy(() -> TrainingConfigReader.read(file, Map.of()))
        .hasMessage("there is no configuration file '%s'", file);
  }

  private static TrainingConfig parse(String yaml) {
    return TrainingConfigReader.parse(yaml, "pump.yaml", Map.of());
  }

  @Test
  void shouldReadHowColumnsAreScaled() {
    TrainingSettings training =
        parse(
                "{name: p, data: {files: a.csv}, training: {scaling: robust, feature_scaling: {amount: LOG}}}")
            .training();

    assertThat(training.scaling()).isEqualTo(Scaler.ROBUST);
    assertThat(training.featureScaling()).containsExactly(Map.entry("amount", Scaler.LOG));
  }

  @Test
  void shouldRefuseScalingThatDoesNotExistOrFit() {
    assertThatThrownBy(
            () ->
                parse(
                    "{name: p, data: {files: a.csv}, training: {scaling: big, feature_scaling: {x: small}}}"))
        .hasMessageContaining(
            "training.scaling is 'big', expected one of auto, standard, robust, min_max, log, quantile")
        .hasMessageContaining("training.feature_scaling.x is 'small', expected one of auto");
    assertThatThrownBy(
            () ->
                parse(
                    "{name: p, data: {files: a.csv}, model: {type: dense}, training: {output: sigmoid, scaling: robust}}"))
        .hasMessageContaining(
            "training.scaling is 'robust', expected auto, min_max, log or quantile, which range from 0 to 1 as the output does");
  }

  @Test
  void shouldAskForADistributionWhereItsProbabilityIsTheScore() {
    String score = "training: {score: reconstruction_probability}";
    assertThatThrownBy(
            () -> parse("{name: p, data: {files: a.csv}, model: {type: gru}, %s}".formatted(score)))
        .hasMessage(
            "training.score is 'reconstruction_probability', expected it only with a variational"
                + " network: model.type variational, or another with model.beta above 0, but"
                + " model.type is 'gru'");
    assertThat(
            parse(
                    "{name: p, data: {files: a.csv}, model: {type: gru, beta: 0.1}, %s}"
                        .formatted(score))
                .training()
                .score())
        .isEqualTo(ScoreFunction.RECONSTRUCTION_PROBABILITY);
  }
}
