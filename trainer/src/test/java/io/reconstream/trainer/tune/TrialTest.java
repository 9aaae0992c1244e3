/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reconstream.model.feature.CategoryFeature;
import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.feature.FieldPath;
import io.reconstream.model.feature.NumericFeature;
import io.reconstream.model.scoring.ScoredRow;
import io.reconstream.trainer.config.TrainingConfig;
import io.reconstream.trainer.config.TrainingConfigReader;
import io.reconstream.trainer.dataset.Rows;
import io.reconstream.trainer.tune.HeldOutError.Estimate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrialTest {

  @Test
  void shouldChooseTheSmallestWithinOneStandardErrorOfTheLeast() {
    Trial small = trial(0.30, 0.01, 100);
    Trial middle = trial(0.21, 0.01, 200);
    Trial large = trial(0.20, 0.02, 400);
    assertThat(Trial.choose(List.of(large, small, middle))).isSameAs(middle);
    assertThat(Trial.choose(List.of(small, trial(0.20, 0.005, 400))))
        .as("small is no better by chance")
        .extracting(Trial::multiplyAdds)
        .isEqualTo(400L);
    assertThat(Trial.choose(List.of(trial(1e-9, 1e-10, 400), trial(1e-6, 1e-7, 100))))
        .as("what is negligible")
        .extracting(Trial::multiplyAdds)
        .isEqualTo(100L);
  }

  private static Trial trial(double error, double standardError, long size) {
    return new Trial(Map.of(), config("{}"), new Estimate(error, standardError), size, 1, 1);
  }

  @Test
  void shouldMeasureTheShareOfVarianceThatIsLeftUnexplained() {
    FeatureSpec spec =
        new FeatureSpec(
            List.of(
                new NumericFeature("x", FieldPath.parse("x"), true),
                new CategoryFeature("c", FieldPath.parse("c"), true, List.of("a", "b"))));
    // x has mean 0 and variance 4, c names b for a quarter of the rows
    float[][] rows = new float[40][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new float[] {i % 2 == 0 ? 2 : -2, i % 4 == 3 ? 1 : 0};
    }
    HeldOutError means = new HeldOutError(spec, rows(rows));
    HeldOutError half = new HeldOutError(spec, rows(rows));
    for (float[] row : rows) {
      means.add(scored(row, 0, 0));
      half.add(scored(row, row[0] / 2, row[1]));
    }
    assertThat(means.estimate().mean()).isCloseTo(1, within(1e-9));
    // a quarter of x's variance, none of c's, over two columns
    assertThat(half.estimate().mean()).isCloseTo(0.125, within(1e-9));
    assertThat(half.estimate().standardError()).isCloseTo(0, within(1e-9));
  }

  private static ScoredRow scored(float[] row, float x, float c) {
    return new ScoredRow(0, row, new float[2], new float[] {x, c}, new float[0]);
  }

  private static Rows rows(float[][] rows) {
    return new Rows() {
      @Override
      public long count() {
        return rows.length;
      }

      @Override
      public int width() {
        return rows[0].length;
      }

      @Override
      public void copy(long row, float[] target, int offset) {
        System.arraycopy(rows[(int) row], 0, target, offset, rows[0].length);
      }
    };
  }

  @Test
  void shouldTryTheConfigurationFirstThenOthersWithoutRepetition() {
    SearchSpace space = new SearchSpace(config("{type: dense, window: 8}"), 10);
    List<Map<String, String>> candidates = space.candidates(1000, 7);
    assertThat(candidates.get(0)).isEmpty();
    assertThat(candidates).doesNotHaveDuplicates().hasSizeGreaterThan(50);
    assertThat(candidates)
        .extracting(candidate -> candidate.getOrDefault("model.window", "8"))
        .containsOnly("4", "8", "16");
    assertThat(candidates)
        .extracting(candidate -> candidate.getOrDefault("training.learning_rate", "0.001"))
        .containsOnly("0.0003", "0.001", "0.003");
    for (Map<String, String> candidate : candidates) {
      TrainingConfig config =
          TrainingConfigReader.parse(
              config("{type: dense, window: 8}").toYaml(), "trial", candidate);
      assertThat(config.name()).isEqualTo("pump");
    }
    assertThat(candidates)
        .extracting(candidate -> candidate.getOrDefault("model.layers", "[1]"))
        .allSatisfy(
            layers ->
                assertThat(Integer.parseInt(layers.replaceAll(".*[\\[ ](\\d+)]", "$1")))
                    .isBetween(1, 5));
    assertThat(space.candidates(5, 7)).isEqualTo(candidates.subList(0, 5));
  }

  @Test
  void shouldVaryWhatAModelHasAndNothingElse() {
    assertThat(new SearchSpace(config("{type: linear}"), 6).candidates(100, 7))
        .containsExactlyInAnyOrder(
            Map.of(),
            Map.of("model.latent", "1"),
            Map.of("model.latent", "2"),
            Map.of("model.latent", "3"));
    assertThat(new SearchSpace(config("{type: denoising_pair}"), 6).candidates(100, 7))
        .hasSize(6)
        .allMatch(candidate -> candidate.isEmpty() || candidate.containsKey("model.hidden"));
  }

  private static TrainingConfig config(String model) {
    return TrainingConfigReader.parse(
        "name: pump\ndata: {files: a.csv}\n" + (model.equals("{}") ? "" : "model: " + model),
        "test",
        Map.of());
  }
}
