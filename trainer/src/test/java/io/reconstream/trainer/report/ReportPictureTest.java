/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reconstream.model.feature.Feature;
import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.feature.FieldPath;
import io.reconstream.model.feature.NumericFeature;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportPictureTest {

  @Test
  void shouldGiveOnePointPerDistinctScore() {
    BitSet anomalous = BitSet.valueOf(new long[] {0b0101});

    List<OperatingPoint> points = OperatingPoint.of(new double[] {9, 5, 5, 1}, anomalous, 1000);

    assertThat(points)
        .containsExactly(
            new OperatingPoint(9, 0.5, 0, 1),
            new OperatingPoint(5, 1, 0.5, 2 / 3.0),
            new OperatingPoint(1, 1, 1, 0.5));
  }

  @Test
  void shouldKeepTheEndsOfAThinnedCurve() {
    BitSet anomalous = new BitSet();
    anomalous.set(9000, 10_000);

    List<OperatingPoint> points =
        OperatingPoint.of(IntStream.range(0, 10_000).asDoubleStream().toArray(), anomalous, 100);

    assertThat(points.size()).isBetween(90, 110);
    assertThat(points.get(0).score()).isEqualTo(9999);
    assertThat(points.get(points.size() - 1).falseAlarmRate()).isEqualTo(1);
  }

  @Test
  void shouldFindThePlaneThatVectorsLieIn() {
    Random random = new Random(1);
    List<float[]> latents = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      float a = (float) (5 * random.nextGaussian());
      float b = (float) random.nextGaussian();
      latents.add(new float[] {a + b, a - b, 3, -a});
    }

    LatentPlane plane = LatentPlane.of(latents);

    assertThat(plane.explained()).isCloseTo(1, within(1e-6));
    double along = IntStream.range(0, 200).mapToDouble(i -> sq(plane.first()[i])).sum();
    double across = IntStream.range(0, 200).mapToDouble(i -> sq(plane.second()[i])).sum();
    assertThat(along).isGreaterThan(across);
  }

  @Test
  void shouldShowLatentsOfOneNumberOnALine() {
    LatentPlane plane = LatentPlane.of(List.of(new float[] {1}, new float[] {2}));

    assertThat(plane.first()).containsExactly(1, 2);
    assertThat(plane.second()).containsExactly(0, 0);
  }

  @Test
  void shouldTakeNumberedPixelsAsASquare() {
    PixelGrid from0 = grid(IntStream.range(0, 24).mapToObj(i -> "pixel" + i).toList());
    PixelGrid from1 = grid(IntStream.range(1, 26).mapToObj(i -> "px_" + i).toList());

    assertThat(from0.width()).isEqualTo(5);
    assertThat(from0.places()).startsWith(0, 1).endsWith(23);
    assertThat(from1.width()).isEqualTo(5);
    assertThat(from1.places()).startsWith(0, 1).endsWith(24);
  }

  @Test
  void shouldFindTheSideOfAPictureWhoseMarginsHaveNoColumns() {
    List<String> disc =
        IntStream.range(0, 28 * 28)
            .filter(
                i -> {
                  int row = i / 28;
                  return Math.hypot(row - 13.0, i % 28 - 13.5) < 12.5;
                })
            .mapToObj(i -> "pixel" + i)
            .toList();

    PixelGrid grid = grid(disc);

    assertThat(disc).endsWith("pixel716"); // a square of 27 would have room for it
    assertThat(grid.width()).isEqualTo(28);
  }

  @Test
  void shouldTakeRowsAndColumnsFromPixelNames() {
    PixelGrid grid =
        grid(IntStream.range(0, 24).mapToObj(i -> i / 6 + 1 + "x" + (i % 6 + 1)).toList());

    assertThat(grid.width()).isEqualTo(6);
    assertThat(grid.height()).isEqualTo(4);
    assertThat(grid.places()).startsWith(0, 1).endsWith(23);
  }

  @Test
  void shouldNotTakeOtherFeaturesForPixels() {
    assertThat(PixelGrid.of(spec(IntStream.range(0, 25).mapToObj(i -> "sensor" + i).toList())))
        .isEmpty();
    assertThat(PixelGrid.of(spec(IntStream.range(0, 20).mapToObj(i -> "px" + i * 9).toList())))
        .isEmpty();
  }

  private static double sq(double value) {
    return value * value;
  }

  private static PixelGrid grid(List<String> names) {
    return PixelGrid.of(spec(names)).orElseThrow();
  }

  private static FeatureSpec spec(List<String> names) {
    return new FeatureSpec(
        names.stream()
            .<Feature>map(name -> new NumericFeature(name, FieldPath.parse("f" + name), true))
            .toList());
  }
}
