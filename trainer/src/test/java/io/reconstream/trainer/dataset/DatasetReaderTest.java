/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reconstream.model.feature.BooleanFeature;
import io.reconstream.model.feature.CategoryFeature;
import io.reconstream.model.feature.Feature;
import io.reconstream.model.feature.NumericFeature;
import io.reconstream.model.feature.TimestampFeature;
import io.reconstream.trainer.config.TrainingConfig;
import io.reconstream.trainer.config.TrainingConfigReader;
import io.reconstream.trainer.progress.Progress;
import io.reconstream.trainer.source.FileRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetReaderTest {
  @TempDir Path folder;

  @Test
  void shouldTellFeaturesFromTheValues() throws IOException {
    csv(
        "id,at,Flow [l/min],on,kind,gap",
        100,
        i ->
            "%d,2026-01-01 00:%02d:%02d,%s,%s,%s,%s"
                .formatted(
                    i,
                    i / 60,
                    i % 60,
                    i * 0.5 % 7,
                    i % 2 == 0,
                    "abb".charAt(i % 3),
                    i % 5 == 0 ? "NaN" : i % 4));
    try (Dataset dataset = read("")) {
      List<Feature> features = dataset.features().features();
      assertThat(features).map(Feature::name).containsExactly("Flow__l_min_", "on", "kind", "gap");
      assertThat(features.get(0)).isInstanceOf(NumericFeature.class);
      assertThat(features.get(1)).isInstanceOf(BooleanFeature.class);
      assertThat(((CategoryFeature) features.get(2)).levels()).containsExactly("b", "a");
      assertThat(features).map(Feature::required).containsExactly(true, true, true, false);
      assertThat(dataset.notes())
          .containsExactly(
              "dropped 'id': it counts up from row to row, as an id does; to use it, name it",
              "dropped 'at': it holds moments; to use one, name it with type: timestamp and a cycle");
      assertThat(row(dataset.training(), 1)).containsExactly(0.5f, 0f, 0f, 1f);
      assertThat(row(dataset.training(), 0)[3]).isNaN();
    }
  }

  @Test
  void shouldTakeTheFeaturesThatAreNamed() throws IOException {
    csv(
        "at,Flow [l],code,x",
        100,
        i -> "2026-01-01T%02d:00:00Z,%d,%d,1".formatted(i % 24, i, i % 3));
    try (Dataset dataset =
        read(
            "features: ['Flow [l]', {name: code, type: category}, {name: hour, field: at, type: timestamp, cycle: hour_of_day}]")) {
      assertThat(dataset.features().features())
          .map(Feature::name)
          .containsExactly("Flow__l_", "code", "hour");
      assertThat(dataset.features().features().get(2)).isInstanceOf(TimestampFeature.class);
      assertThat(dataset.features().columns())
          .containsExactly("Flow__l_", "code", "hour_sin", "hour_cos");
      assertThat(row(dataset.training(), 6)[2]).isEqualTo(1f);
    }
  }

  @Test
  void shouldHoldOutTheNewestRowsWhereThereIsATime() throws IOException {
    csv("t,x", 100, i -> "%d,%d".formatted((i * 37) % 100, (i * 37) % 100));
    try (Dataset dataset =
        read(
            "data: {files: %s, time: t}\ntraining: {validation: 0.2}\nthreshold: {calibration: 0.1}")) {
      assertThat(firsts(dataset.training())).isEqualTo(range(0, 70));
      assertThat(firsts(dataset.validation())).isEqualTo(range(70, 90));
      assertThat(firsts(dataset.calibration())).isEqualTo(range(90, 100));
    }
  }

  @Test
  void shouldHoldOutTheEndsOfTenBlocksWhereThereIsNoTime() throws IOException {
    csv("x,y", 200, i -> "%d,%d".formatted(i, i % 2));
    try (Dataset dataset = read("features: [x, y]")) {
      assertThat(firsts(dataset.calibration())).startsWith(18f, 19f, 38f, 39f).hasSize(20);
      assertThat(firsts(dataset.validation())).startsWith(16f, 17f, 36f, 37f).hasSize(20);
      assertThat(firsts(dataset.training())).startsWith(0f, 1f).contains(15f, 20f).hasSize(160);
    }
  }

  @Test
  void shouldKeepAnomaliesOutWhenOnlyNormalRowsTrain() throws IOException {
    csv(
        "x,label",
        200,
        i -> "%s,%d".formatted(i % 10 == 0 ? 1000 + i : i % 7, i % 10 == 0 ? 1 : 0));
    try (Dataset dataset = read("data: {files: %s, label: label, train_on: normal}")) {
      assertThat(dataset.features().columns()).containsExactly("x");
      assertThat(firsts(dataset.anomalies())).hasSize(20).allMatch(x -> x >= 1000);
      assertThat(firsts(dataset.training())).allMatch(x -> x < 1000);
      assertThat(dataset.calibrationLabels().orElseThrow().isEmpty()).isTrue();
    }
  }

  @Test
  void shouldTrainOnAllRowsWhateverTheLabelSays() throws IOException {
    csv("t,x,label", 100, i -> "%d,%d,%s".formatted(99 - i, i % 7, i < 5 ? "anomaly" : "normal"));
    try (Dataset dataset = read("data: {files: %s, time: t, label: label}")) {
      assertThat(dataset.anomalies().count()).isZero();
      // the first five rows of the file are the newest
      assertThat(dataset.calibrationLabels().orElseThrow().stream()).containsExactly(5, 6, 7, 8, 9);
    }
  }

  @Test
  void shouldUseTheRowsThatWhereLetsThrough() throws IOException {
    csv("split,x", 200, i -> "%s,%d".formatted(i < 100 ? "train" : "test", i % 50));
    try (Dataset dataset = read("data: {files: %s, where: {split: train}}")) {
      assertThat(dataset.training().count()).isEqualTo(80);
      assertThat(dataset.features().columns()).containsExactly("x");
    }
  }

  @Test
  void shouldHashTheRowsAndLeaveNoFileBehind() throws IOException {
    csv("x", 100, i -> "" + i % 9);
    String hash;
    try (Dataset dataset = read("")) {
      hash = dataset.hash();
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).map(file -> file.getFileName().toString()).containsExactly("a.csv");
    }
    try (Dataset dataset = read("")) {
      assertThat(dataset.hash()).isEqualTo(hash).hasSize(64);
    }
    csv("x", 100, i -> "" + i % 8);
    try (Dataset dataset = read("")) {
      assertThat(dataset.hash()).isNotEqualTo(hash);
    }
  }

  @Test
  void shouldMakeWindowsOfEachKeysRowsInTheOrderOfTime() throws IOException {
    // two machines, newest first; b counts tenths
    csv(
        "t,machine,x",
        200,
        i ->
            i % 2 == 0
                ? "%d,a,%d".formatted(199 - i, 199 - i)
                : "%d,b,0.%03d".formatted(199 - i, 199 - i));
    try (Dataset dataset =
        read("data: {files: %s, time: t, key: machine}\nmodel: {type: multiscale, window: 3}")) {
      assertThat(dataset.training().width()).isEqualTo(3);
      assertThat(row(dataset.training(), 0)).containsExactly(0f, 0f, 0f);
      assertThat(row(dataset.training(), 1)).containsExactly(1f, 1f, 1f);
      assertThat(row(dataset.training(), 4)).containsExactly(0f, 0.002f, 0.004f);
      assertThat(row(dataset.training(), 5)).containsExactly(1f, 3f, 5f);
      assertThat(row(dataset.calibration(), 1)).containsExactly(157f, 159f, 161f);
      assertThat(dataset.training().hasOwn(3, 3)).isFalse();
      assertThat(dataset.training().hasOwn(2, 3)).isTrue();
      assertThat(dataset.training().hasOwn(3, 4)).isTrue();
      SeriesRows series = dataset.series().orElseThrow();
      assertThat(series.seriesCount()).isEqualTo(2);
      assertThat(series.series(4)).isEqualTo(series.series(0)).isNotEqualTo(series.series(1));
      assertThat(dataset.calibrationPlaces()).startsWith(160, 161).endsWith(199);
    }
  }

  @Test
  void shouldHoldOutTheNewestRowsOfEachSeries() throws IOException {
    csv("machine,x", 300, i -> "%s,%d".formatted(i < 200 ? "a" : "b", i % 97));
    try (Dataset dataset =
        read("data: {files: %s, key: machine}\nmodel: {type: dense, layers: [4], window: 3}")) {
      assertThat(dataset.training().count()).isEqualTo(160 + 80);
      assertThat(dataset.validation().count()).isEqualTo(20 + 10);
      assertThat(dataset.calibrationPlaces()).hasSize(30).startsWith(180).endsWith(299);
      assertThat(dataset.calibrationPlaces()).contains(199, 290).doesNotContain(200, 289);
    }
  }

  @Test
  void shouldRefuseAWindowThatIsLongForTheData() throws IOException {
    Path file = csv("x", 100, i -> "" + i % 7);
    assertThatThrownBy(() -> read("model: {type: multiscale, window: 64}"))
        .hasMessage("%s: 100 rows, expected at least twice the model's window of 64", file);
  }

  @Test
  void shouldRefuseARowWithoutKey() throws IOException {
    Path file = csv("machine,x", 100, i -> "%s,%d".formatted(i == 9 ? "" : "a", i % 7));
    assertThatThrownBy(
            () -> read("data: {files: %s, key: machine}\nmodel: {type: multiscale, window: 4}"))
        .hasMessage("%s, line 11: key 'machine' has no value, expected one", file);
  }

  @Test
  void shouldNeverTrainOnTheLabel() throws IOException {
    csv("x,label", 100, i -> "%d,%d".formatted(i % 7, i % 2));
    assertThatThrownBy(() -> read("data: {files: %s, label: label}\nfeatures: [x, label]"))
        .hasMessage("feature 'label' is the label 'label', which is never trained on");
  }

  @Test
  void shouldRefuseFeaturesThatFillOneColumn() throws IOException {
    csv("at,hour_sin", 100, i -> "2026-01-01T%02d:00:00Z,%d".formatted(i % 24, i % 7));
    assertThatThrownBy(
            () ->
                read(
                    "features: [hour_sin, {name: hour, field: at, type: timestamp, cycle: hour_of_day}]"))
        .hasMessage("two features fill the column 'hour_sin', expected unique names");
  }

  @Test
  void shouldKeepRowsToLearnFromWhateverIsHeldOut() throws IOException {
    csv("x", 50, i -> "" + i % 7);
    try (Dataset dataset = read("training: {validation: 0.3}\nthreshold: {calibration: 0.5}")) {
      assertThat(dataset.training().count()).isEqualTo(20);
      assertThat(dataset.validation().count()).isEqualTo(10);
      assertThat(dataset.calibration().count()).isEqualTo(20);
    }
  }

  @Test
  void shouldNameEveryColumnThatIsNotThere() throws IOException {
    Path file = csv("time,flow", 60, i -> "%d,%d".formatted(i, i % 7));
    assertThatThrownBy(() -> read("data: {files: %s, time: tiem, label: label}\nfeatures: [flwo]"))
        .hasMessage(
            """
            data.time names 'tiem', which is not in the data, did you mean 'time'?
            data.label names 'label', which is not in the data
            features names 'flwo', which is not in the data, did you mean 'flow'? (columns of '%s': time, flow)"""
                .formatted(file));
  }

  @Test
  void shouldNameTheLineWhereATextStandsAmongNumbers() throws IOException {
    Path file = csv("flow", 100, i -> i == 40 ? "broken" : "" + i % 7);
    assertThatThrownBy(() -> read(""))
        .hasMessage(
            "%s, line 42: 'flow' is 'broken', expected a number; if it means no value, add it to data.missing; if the column is a category, name it with type: category",
            file);
  }

  @Test
  void shouldNameTheLineWhereAnInfiniteNumberStands() throws IOException {
    Path file = csv("flow", 100, i -> i == 40 ? "Infinity" : "" + i % 7);
    assertThatThrownBy(() -> read(""))
        .hasMessage(
            "%s, line 42: 'flow' is Infinity, expected a finite number within the float range",
            file);
  }

  @Test
  void shouldDropConstantAndEmptyColumnsWithANote() throws IOException {
    csv("x,constant,empty", 60, i -> "%d,5,".formatted(i % 7));
    try (Dataset dataset = read("")) {
      assertThat(dataset.features().columns()).containsExactly("x");
      assertThat(dataset.notes())
          .containsExactly(
              "dropped 'constant': its only value is 5.0",
              "dropped 'empty': it has no value in any row");
    }
  }

  @Test
  void shouldRefuseANamedColumnWithoutValues() throws IOException {
    csv("x,empty", 60, i -> "%d,".formatted(i % 7));
    assertThatThrownBy(() -> read("features: [x, empty]"))
        .hasMessage("feature 'empty' has no value in any row");
  }

  @Test
  void shouldRefuseDataInWhichNoColumnVaries() throws IOException {
    csv("x,y", 60, i -> "1,a");
    assertThatThrownBy(() -> read(""))
        .hasMessage(
            "no column varies or can be used as a feature: dropped 'x': its only value is 1.0; dropped 'y': its only value is a");
  }

  @Test
  void shouldRefuseTooFewRows() throws IOException {
    Path file = csv("x,y", 60, i -> "%d,%s".formatted(i, i < 20 ? "a" : "b"));
    assertThatThrownBy(() -> read("data: {files: %s, where: {y: a}}"))
        .hasMessage(
            "%s: 20 rows that data.where and data.train_on let through, of 60, expected at least 50",
            file);
  }

  @Test
  void shouldRefuseALabelThatIsNeither() throws IOException {
    Path file = csv("x,label", 60, i -> "%d,%s".formatted(i % 7, i == 3 ? "maybe" : "0"));
    assertThatThrownBy(() -> read("data: {files: %s, label: label}"))
        .hasMessage(
            "%s, line 5: label 'label' is 'maybe', expected 0, false or normal, or 1, true or anomaly",
            file);
  }

  @Test
  void shouldRefuseATimeThatIsNone() throws IOException {
    Path file = csv("t,x", 60, i -> "%s,%d".formatted(i == 3 ? "1/2/2026 noon" : "" + i, i % 7));
    assertThatThrownBy(() -> read("data: {files: %s, time: t}"))
        .hasMessage(
            "%s, line 5: time 't' is '1/2/2026 noon', expected an ISO-8601 date and time, or a number",
            file);
  }

  @Test
  void shouldDropTextsWithTooManyLevelsUnlessNamed() throws IOException {
    csv("x,user", 300, i -> "%d,u%d".formatted(i % 7, i % 3 == 0 ? 0 : i));
    try (Dataset dataset = read("data: {files: %s, max_levels: 10}")) {
      assertThat(dataset.features().columns()).containsExactly("x");
    }
    try (Dataset dataset =
        read("data: {files: %s, max_levels: 10}\nfeatures: [x, {name: user, type: category}]")) {
      CategoryFeature user = (CategoryFeature) dataset.features().features().get(1);
      assertThat(user.levels()).hasSize(10).startsWith("u0");
      assertThat(dataset.notes())
          .containsExactly(
              "'user' has 201 levels; the 10 most frequent are kept, the others count as unseen");
    }
  }

  private Path csv(String header, int rows, IntFunction<String> line) throws IOException {
    String lines = IntStream.range(0, rows).mapToObj(line).collect(Collectors.joining("\n"));
    return Files.writeString(folder.resolve("a.csv"), header + "\n" + lines + "\n");
  }

  /** Reads the CSV file with a configuration; {@code %s} in it is the file. */
  private Dataset read(String yaml) {
    Path file = folder.resolve("a.csv");
    String whole =
        yaml.contains("data:")
            ? yaml.formatted(file)
            : "data: {files: %s}\n".formatted(file) + yaml;
    TrainingConfig config =
        TrainingConfigReader.parse("name: test\n" + whole, "test.yaml", Map.of());
    FileRecords records = FileRecords.of(config.data().files(), config.data().missing());
    return DatasetReader.read(records, config, folder, Progress.silent());
  }

  private static float[] row(Rows rows, long index) {
    float[] row = new float[rows.width()];
    rows.copy(index, row, 0);
    return row;
  }

  private static List<Float> firsts(Rows rows) {
    return IntStream.range(0, (int) rows.count()).mapToObj(i -> row(rows, i)[0]).toList();
  }

  private static List<Float> range(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> (float) i).toList();
  }
}
