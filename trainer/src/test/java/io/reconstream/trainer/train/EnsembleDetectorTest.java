/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.reconstream.trainer.dataset.Rows;
import io.reconstream.trainer.export.Preprocessing;
import io.reconstream.trainer.export.ScoringGraph;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnsembleDetectorTest {
  private static final MatrixRows ROWS = new MatrixRows(new float[][] {{1}, {2}, {4}});

  /** Scores a row by a multiple of its only value. */
  private record Multiple(double factor, List<Double> closed) implements Detector {
    @Override
    public ScoringGraph.Outputs export(Preprocessing.Standardised row) {
      throw new UnsupportedOperationException(
          "what the graph computes is compared in TrainingTest");
    }

    @Override
    public void compute(Rows rows, Result result) {
      float[] row = new float[1];
      for (long i = 0; i < rows.count(); i++) {
        rows.copy(i, row, 0);
        result.accept(new float[] {(float) (factor * row[0])}, factor * row[0]);
      }
    }

    @Override
    public void close() {
      closed.add(factor);
    }
  }

  @Test
  void shouldWeighMembersByTheirHeldOutMedians() {
    List<Double> closed = new ArrayList<>();
    List<float[]> probes = new ArrayList<>();
    List<Double> scores = new ArrayList<>();

    try (EnsembleDetector both =
        new EnsembleDetector(List.of(new Multiple(1, closed), new Multiple(64, closed)), ROWS)) {
      both.compute(
          ROWS,
          (probe, score) -> {
            probes.add(probe);
            scores.add(score);
          });
    }

    assertThat(scores).containsExactly(0.5, 1.0, 2.0);
    assertThat(probes)
        .containsExactly(new float[] {1, 64}, new float[] {2, 128}, new float[] {4, 256});
    assertThat(closed).containsExactly(1.0, 64.0);
  }
}
