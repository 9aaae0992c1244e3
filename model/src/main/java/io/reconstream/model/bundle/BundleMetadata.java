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
 * @param latentPrior what latent vectors were trained to be distributed like; null where they were
 *     not
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
    Provenance provenance,
    LatentPrior latentPrior) {

  /** Of a model whose latent vectors have no prior. */
  public BundleMetadata(
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
    this(
        formatVersion,
        name,
        version,
        features,
        window,
        smoothing,
        distribution,
        threshold,
        golden,
        provenance,
        null);
  }

  /** Raised when a reader of the former format could no longer read a bundle. */
  public static final int FORMAT_VERSION = 1;

  /** The rows in one scored input: T, or 1 for a model of single rows. */
  public int windowLength() {
    return window == null ? 1 : window.length();
  }

  /**
   * Whether the parts are there and agree with each other and with the graph.
   *
   * @throws BundleException naming the first part that does not
   */
  void check(GraphShape graph) {
    present("name", name);
    present("version", version);
    present("features", features);
    present("distribution", distribution);
    present("threshold", threshold);
    present("golden", golden);
    present("provenance", provenance);
    agree("features fill", features.width(), "input columns", graph.width());
    agree(
        "window (0: none) has",
        window == null ? 0 : window.length(),
        "rows in the graph",
        graph.windowLength());
    agree(
        "smoothing (0: none) has",
        smoothing == null ? 0 : smoothing.weights().size(),
        "weights and the graph's score parts",
        graph.componentCount());
    int inputSize = windowLength() * graph.width();
    for (int i = 0; i < golden.rows().size(); i++) {
      agree("golden row " + i + " has", golden.rows().get(i).size(), "values", inputSize);
      agree(
          "golden row " + i + " has",
          golden.featureErrors().get(i).size(),
          "feature errors",
          graph.width());
    }
  }

  private static void present(String part, Object value) {
    if (value == null) {
      throw new BundleException("metadata lack '%s'".formatted(part));
    }
  }

  private static void agree(String subject, int actual, String unit, int expected) {
    if (actual != expected) {
      throw new BundleException(
          "metadata and graph disagree: %s %d %s, expected %d"
              .formatted(subject, actual, unit, expected));
    }
  }
}
