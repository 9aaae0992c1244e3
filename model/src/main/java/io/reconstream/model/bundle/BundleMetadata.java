/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.bundle;

import io.reconstream.model.feature.FeatureSpec;
import io.reconstream.model.threshold.ScoreDistribution;
import io.reconstream.model.threshold.Threshold;
import io.reconstream.model.window.Smoothing;
import io.reconstream.model.window.WindowSpec;

/**
 * What a bundle says beside its graph.
 *
 * @param formatVersion {@link #FORMAT_VERSION} when written by this code
 * @param name the model's name, such as {@code pump}
 * @param version the model's version, given by who trains it
 * @param features what a row is
 * @param window the window of a series model, null for a model of single rows
 * @param smoothing how score parts are smoothed per key, null where the graph's score is final
 * @param distribution the scores of held-out rows
 * @param threshold the default threshold
 * @param golden rows that every loader re-checks
 * @param provenance where the model comes from
 */
public record BundleMetadata(
    int formatVersion,
    String name,
    String version,
    FeatureSpec features,
    WindowSpec window,
    Smoothing smoothing,
    ScoreDistribution distribution,
    Threshold threshold,
    GoldenRows golden,
    Provenance provenance) {

  /** Raised when a reader of the former format could no longer read a bundle. */
  public static final int FORMAT_VERSION = 1;

  /** The rows in one scored input: T, or 1 for a model of single rows. */
  public int windowLength() {
    return window == null ? 1 : window.length();
  }
}
