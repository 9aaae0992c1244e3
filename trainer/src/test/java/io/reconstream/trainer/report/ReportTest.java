/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reconstream.model.feature.CategoryFeature;
import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.feature.FieldPath;
import io.reconstream.model.feature.NumericFeature;
import io.reconstream.model.scoring.ScoredRow;
import io.reconstream.trainer.report.ScoreSummary.Quantile;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportTest {

  @Test
  void shouldMeasureHowWellColumnsAreReconstructed() {
    FeatureSpec spec =
        new FeatureSpec(
            List.of(
                new NumericFeature("flow", FieldPath.parse("flow"), false),
                new CategoryFeature("mode", FieldPath.parse("mode"), true, List.of("a", "b"))));
    List<ScoredRow> rows =
        List.of(row(1, 0, 1.5f, 0), row(3, 1, 2.5f, 0), row(Float.NaN, 1, 9, 1), row(2, 1, 2, 1));
    List<ColumnFit> fits = ColumnFit.of(spec, rows);
    assertThat(fits.get(0).error()).isCloseTo(Math.sqrt(0.5 / 3), within(1e-9));
    assertThat(fits.get(0).explained()).isCloseTo(1 - 0.5 / 2, within(1e-9));
    assertThat(fits.get(1)).isEqualTo(new ColumnFit("mode", 0.25, null));
  }

  @Test
  void shouldSumUpScores() {
    ScoreSummary summary =
        ScoreSummary.of(IntStream.rangeClosed(1, 1000).mapToDouble(i -> 1001 - i).toArray());
    assertThat(summary.quantiles())
        .contains(new Quantile(0, 1), new Quantile(0.5, 500), new Quantile(0.999, 999));
    assertThat(summary.histogram()).hasSize(50);
    assertThat(summary.histogram().stream().mapToLong(ScoreSummary.Bin::count).sum())
        .isEqualTo(1000);
    assertThat(summary.histogram().get(49).to()).isCloseTo(1000, within(1e-9));
  }

  @Test
  void shouldSumUpEqualScores() {
    ScoreSummary summary = ScoreSummary.of(new double[] {2, 2, 2});
    assertThat(summary.histogram().get(0).count()).isEqualTo(3);
  }

  @Test
  void shouldWriteNumbersAsAPersonWould() {
    assertThat(ReportText.number(12_345)).isEqualTo("12345");
    assertThat(ReportText.number(4.46)).isEqualTo("4.46");
    assertThat(ReportText.number(0.0123456)).isEqualTo("0.01235");
    assertThat(ReportText.number(1.5e-7)).isEqualTo("1.500e-07");
    assertThat(ReportText.percent(0.001)).isEqualTo("0.1 %");
  }

  private static ScoredRow row(float flow, float mode, float flowBack, float modeBack) {
    return new ScoredRow(
        0, new float[] {flow, mode}, new float[2], new float[] {flowBack, modeBack}, new float[0]);
  }
}
