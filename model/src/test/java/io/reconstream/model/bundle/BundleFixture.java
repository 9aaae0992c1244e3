/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.bundle;

import io.reconstream.model.feature.Feature;
import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.feature.FieldPath;
import io.reconstream.model.feature.NumericFeature;
import io.reconstream.model.threshold.ScoreDistribution;
import io.reconstream.model.threshold.Threshold;
import io.reconstream.model.window.Smoothing;
import io.reconstream.model.window.WindowSpec;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Metadata that fit {@link MeanSquareGraph}. */
public final class BundleFixture {
  private BundleFixture() {}

  /** For {@link MeanSquareGraph#rows}. */
  public static BundleMetadata rows(int width) {
    return metadata(features(width), null, null, golden(1, width));
  }

  /** For {@link MeanSquareGraph#windows} with score parts. */
  public static BundleMetadata windows(int length, int width) {
    return metadata(
        features(width),
        new WindowSpec(length, WindowSpec.WarmUp.WAIT),
        new Smoothing(0.1, 0.01, List.of(1.0, 0.5)),
        golden(length, width));
  }

  /** With these parts, the others as in {@link #rows}. */
  public static BundleMetadata metadata(
      FeatureSpec features, WindowSpec window, Smoothing smoothing, GoldenRows golden) {
    return new BundleMetadata(
        BundleMetadata.FORMAT_VERSION,
        "fixture",
        "1",
        features,
        window,
        smoothing,
        ScoreDistribution.fit(new double[] {0, 1, 2, 3}),
        new Threshold(3, "budget", 0.001),
        golden,
        new Provenance("2026-01-01T00:00:00Z", List.of(), "00", 4, 4, 7, "", Map.of(), Map.of()));
  }

  /** Numeric features {@code x0}, {@code x1}, and so on. */
  public static FeatureSpec features(int width) {
    return new FeatureSpec(
        IntStream.range(0, width)
            .<Feature>mapToObj(i -> new NumericFeature("x" + i, FieldPath.parse("x" + i), false))
            .toList());
  }

  /** Two inputs, one all 2 and one all missing, with what the graph makes of them. */
  public static GoldenRows golden(int length, int width) {
    return new GoldenRows(
        List.of(
            Collections.nCopies(length * width, 2f),
            Collections.nCopies(length * width, (Float) null)),
        List.of(4f, Float.NaN),
        List.of(Collections.nCopies(width, 4f), Collections.nCopies(width, Float.NaN)));
  }
}
