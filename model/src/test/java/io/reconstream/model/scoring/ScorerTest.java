/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.reconstream.model.bundle.Bundle;
import io.reconstream.model.bundle.BundleException;
import io.reconstream.model.bundle.BundleFixture;
import io.reconstream.model.bundle.BundleMetadata;
import io.reconstream.model.bundle.GoldenRows;
import io.reconstream.model.bundle.MeanSquareGraph;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScorerTest {
  private static final int WIDTH = 5;

  @TempDir Path folder;

  private static byte[] graph() {
    return MeanSquareGraph.rows(WIDTH).build().toByteArray();
  }

  private Bundle seal(GoldenRows golden) {
    BundleMetadata metadata =
        BundleFixture.metadata(BundleFixture.features(WIDTH), null, null, golden);
    return Bundle.seal(graph(), metadata, folder.resolve("m.onnx"));
  }

  private static void fill(ScoringBatch batch, Random random) {
    for (int i = 0; i < batch.features().capacity(); i++) {
      batch.features().put(i, (float) random.nextGaussian());
    }
  }

  private static float meanSquare(ScoringBatch batch, int index) {
    double sum = 0;
    for (int i = 0; i < WIDTH; i++) {
      float value = batch.features().get(index * WIDTH + i);
      sum += value * value;
    }
    return (float) (sum / WIDTH);
  }

  @Test
  void shouldOpenSealedBundleWhoseGoldenRowsMatch() {
    try (Scorer scorer = Scorer.open(seal(BundleFixture.golden(1, WIDTH)))) {
      assertThat(scorer.width()).isEqualTo(WIDTH);
      assertThat(scorer.windowLength()).isEqualTo(1);
      assertThat(scorer.latentWidth()).isEqualTo(1);
      assertThat(scorer.componentCount()).isZero();
    }
  }

  @Test
  void shouldTellAllOfABatchAsOfEachInput() {
    try (Scorer scorer = Scorer.open(graph());
        ScoringBatch batch = scorer.batch(3)) {
      fill(batch, new Random(1));
      List<ScoredRow> rows = batch.details(3);
      assertThat(rows).hasSize(3);
      for (int i = 0; i < 3; i++) {
        assertThat(rows.get(i)).usingRecursiveComparison().isEqualTo(batch.detail(i));
        assertThat(rows.get(i).score()).isCloseTo(meanSquare(batch, i), withinPercentage(0.001));
      }
      assertThatThrownBy(() -> batch.details(4)).isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void shouldScoreABundleWithoutLatent() {
    ModelProto.Builder model = MeanSquareGraph.rows(WIDTH);
    model.getGraphBuilder().removeOutput(3);
    Bundle bundle =
        Bundle.seal(
            model.build().toByteArray(), BundleFixture.rows(WIDTH), folder.resolve("m.onnx"));
    try (Scorer scorer = Scorer.open(bundle);
        ScoringBatch batch = scorer.batch(1)) {
      fill(batch, new Random(1));
      assertThat(scorer.latentWidth()).isZero();
      assertThat(batch.scoreWithDetail().latent()).isEmpty();
      assertThat(batch.detail(0).latent()).isEmpty();
      assertThat(batch.detail(0).score()).isCloseTo(meanSquare(batch, 0), withinPercentage(0.001));
    }
  }

  @Test
  void shouldRefuseBundleWhoseGoldenScoreDiffers() {
    GoldenRows wrong =
        new GoldenRows(
            List.of(Collections.nCopies(WIDTH, 2f)),
            List.of(4.01f),
            List.of(Collections.nCopies(WIDTH, 4f)));
    Bundle bundle = seal(wrong);
    assertThatThrownBy(() -> Scorer.open(bundle))
        .isInstanceOf(BundleException.class)
        .hasMessageStartingWith(folder.resolve("m.onnx").toString())
        .hasMessageContaining("golden row 0 gives the score 4.0 on this machine, expected 4.01");
  }

  @Test
  void shouldRefuseBundleWhoseGoldenFeatureErrorDiffers() {
    GoldenRows wrong =
        new GoldenRows(
            List.of(Collections.nCopies(WIDTH, 2f)),
            List.of(4f),
            List.of(List.of(4f, 4f, 5f, 4f, 4f)));
    Bundle bundle = seal(wrong);
    assertThatThrownBy(() -> Scorer.open(bundle))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("golden row 0 gives the feature error of 'x2' 4.0")
        .hasMessageContaining("expected 5.0");
  }

  @Test
  void shouldRefuseBundleWhoseGoldenScoreIsMissing() {
    GoldenRows wrong =
        new GoldenRows(
            List.of(Collections.nCopies(WIDTH, (Float) null)),
            List.of(4f),
            List.of(Collections.nCopies(WIDTH, Float.NaN)));
    Bundle bundle = seal(wrong);
    assertThatThrownBy(() -> Scorer.open(bundle))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("golden row 0 gives the score NaN on this machine, expected 4.0");
  }

  @Test
  void shouldRefuseGraphThatOnnxRuntimeRefuses() {
    byte[] broken =
        MeanSquareGraph.rows(WIDTH)
            .setGraph(
                MeanSquareGraph.rows(WIDTH)
                    .getGraphBuilder()
                    .addNode(MeanSquareGraph.node("NoSuchOperator", "y", "features")))
            .build()
            .toByteArray();
    assertThatThrownBy(() -> Scorer.open(broken))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("ONNX Runtime refuses the graph")
        .hasMessageContaining("NoSuchOperator");
  }

  @Test
  void shouldScoreBatchAsSingleRowsWhateverItsSize() {
    try (Scorer scorer = Scorer.open(graph());
        ScoringBatch batch = scorer.batch(64);
        ScoringBatch single = scorer.batch(1)) {
      fill(batch, new Random(1));
      // down and up again, so that kept tensors are met with fewer and with more rows
      for (int count : new int[] {64, 1, 17, 64, 2, 17}) {
        batch.score(count);
        for (int i = 0; i < count; i++) {
          for (int column = 0; column < WIDTH; column++) {
            single.features().put(column, batch.features().get(i * WIDTH + column));
          }
          single.score(1);
          assertThat(batch.scoreOf(i)).isCloseTo(single.scoreOf(0), withinPercentage(1e-4));
        }
      }
    }
  }

  @Test
  void shouldReadNewRowsFromReusedBuffers() {
    try (Scorer scorer = Scorer.open(graph());
        ScoringBatch batch = scorer.batch(8)) {
      Random random = new Random(2);
      for (int round = 0; round < 10; round++) {
        fill(batch, random);
        batch.score(8);
        for (int i = 0; i < 8; i++) {
          assertThat(batch.scoreOf(i)).isCloseTo(meanSquare(batch, i), within(1e-6f));
        }
      }
    }
  }

  @Test
  void shouldGiveAllOutputsOfOneRow() {
    try (Scorer scorer = Scorer.open(graph());
        ScoringBatch batch = scorer.batch(3)) {
      for (int i = 0; i < 3 * WIDTH; i++) {
        batch.features().put(i, i);
      }
      ScoredRow row = batch.detail(1);
      assertThat(row.row()).containsExactly(5, 6, 7, 8, 9);
      assertThat(row.featureError()).containsExactly(25, 36, 49, 64, 81);
      assertThat(row.score()).isEqualTo(51);
      assertThat(row.reconstruction()).containsOnly(0);
      assertThat(row.latent()).containsExactly(51);
    }
  }

  @Test
  void shouldScoreARowWithAllItsOutputs() {
    try (Scorer scorer = Scorer.open(graph());
        ScoringBatch batch = scorer.batch(2)) {
      fill(batch, new Random(1));
      ScoredRow whole = batch.scoreWithDetail();
      assertThat(whole.score()).isEqualTo(batch.scoreOf(0));
      assertThat(whole).usingRecursiveComparison().isEqualTo(batch.detail(0));
      fill(batch, new Random(2));
      assertThat(batch.scoreWithDetail())
          .usingRecursiveComparison()
          .isEqualTo(batch.detail(0))
          .isNotEqualTo(whole);
    }
  }

  @Test
  void shouldScoreAWindowWithAllItsOutputs() {
    byte[] windows = MeanSquareGraph.windows(2, 2, true).build().toByteArray();
    try (Scorer scorer = Scorer.open(windows);
        ScoringBatch batch = scorer.batch(2)) {
      batch.features().put(0, new float[] {1, 2, 3, 4});
      ScoredRow whole = batch.scoreWithDetail();
      float[] parts = new float[2];
      batch.componentsOf(0, parts);
      assertThat(parts).containsExactly(7.5f, 10);
      assertThat(whole).usingRecursiveComparison().isEqualTo(batch.detail(0));
    }
  }

  @Test
  void shouldScoreWindowsAndTheirParts() {
    byte[] windows = MeanSquareGraph.windows(2, 2, true).build().toByteArray();
    try (Scorer scorer = Scorer.open(windows);
        ScoringBatch batch = scorer.batch(2)) {
      assertThat(scorer.windowLength()).isEqualTo(2);
      assertThat(scorer.width()).isEqualTo(2);
      assertThat(scorer.componentCount()).isEqualTo(2);
      float[] values = {1, 2, 3, 4, 0, 0, 0, 2};
      batch.features().put(0, values);
      batch.score(2);
      float[] parts = new float[2];
      batch.componentsOf(0, parts);
      assertThat(parts).containsExactly(7.5f, 10);
      batch.componentsOf(1, parts);
      assertThat(parts).containsExactly(1, 2);
      assertThat(batch.detail(0).row()).containsExactly(3, 4);
    }
  }

  @Test
  void shouldScoreMissingValuesAsTheGraphDoes() {
    try (Scorer scorer = Scorer.open(graph());
        ScoringBatch batch = scorer.batch(2)) {
      fill(batch, new Random(3));
      batch.features().put(2, Float.NaN);
      batch.score(2);
      assertThat(batch.scoreOf(0)).isNaN();
      assertThat(batch.scoreOf(1)).isFinite();
    }
  }

  @Test
  void shouldBeSharedByThreads() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (Scorer scorer = Scorer.open(graph())) {
      List<Callable<Boolean>> tasks = new ArrayList<>();
      for (int seed = 0; seed < 4; seed++) {
        Random random = new Random(seed);
        tasks.add(() -> scoresAreRight(scorer, random));
      }
      for (Future<Boolean> right : threads.invokeAll(tasks)) {
        assertThat(right.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static boolean scoresAreRight(Scorer scorer, Random random) {
    try (ScoringBatch batch = scorer.batch(32)) {
      for (int round = 0; round < 200; round++) {
        fill(batch, random);
        int count = 1 + random.nextInt(32);
        batch.score(count);
        for (int i = 0; i < count; i++) {
          if (Math.abs(batch.scoreOf(i) - meanSquare(batch, i)) > 1e-5) {
            return false;
          }
        }
      }
      return true;
    }
  }

  @Test
  void shouldKeepSessionUntilLastBatchIsClosed() {
    Scorer scorer = Scorer.open(graph());
    ScoringBatch batch = scorer.batch(1);
    scorer.close();
    scorer.close();
    batch.score(1);
    assertThat(batch.scoreOf(0)).isZero();
    assertThatThrownBy(() -> scorer.batch(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("scorer is closed");
    batch.close();
    batch.close();
    assertThatThrownBy(() -> batch.score(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("batch is closed");
    assertThatThrownBy(() -> batch.detail(0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldRefuseCountsAndIndexesOutOfRange() {
    try (Scorer scorer = Scorer.open(graph());
        ScoringBatch batch = scorer.batch(4)) {
      assertThatThrownBy(() -> batch.score(5)).hasMessage("batch of 5 inputs, expected 1 to 4");
      assertThatThrownBy(() -> batch.score(0)).hasMessage("batch of 0 inputs, expected 1 to 4");
      batch.score(2);
      assertThatThrownBy(() -> batch.scoreOf(2))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessage("input 2 of a batch, of which 2 are scored");
      assertThatThrownBy(() -> scorer.batch(0))
          .hasMessage("batch capacity is 0, expected at least 1");
    }
  }
}
