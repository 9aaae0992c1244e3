/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.config;

import io.reconstream.model.feature.Feature;
import io.reconstream.model.feature.FeatureSpec;
import java.util.List;

/**
 * What a reconstruction graph that was made elsewhere reads, and how it is calibrated.
 *
 * @param name the model's name
 * @param version the model's version
 * @param data where rows come from that the model calls normal
 * @param features in the order of the graph's columns
 * @param scaling of the numeric features that do not say their own
 * @param threshold how the threshold is chosen
 * @param yaml the configuration as it was written
 */
public record ImportConfig(
    String name,
    String version,
    DataConfig data,
    List<Input> features,
    Scaling scaling,
    ThresholdConfig threshold,
    String yaml) {

  public ImportConfig {
    features = List.copyOf(features);
  }

  /** What was done to a number before the graph saw it. */
  public enum Scaling {
    /** Nothing. */
    NONE,
    /** Minus the mean, divided by the standard deviation. */
    STANDARD,
    /** Minus the minimum, divided by the range. */
    MINMAX;

    @Override
    public String toString() {
      return Choices.text(this);
    }
  }

  /**
   * A feature and how its values were scaled: {@code (value - shift) / scale}.
   *
   * @param shift null to learn it, or not to shift, as {@link ImportConfig#scaling()} says
   * @param scale above 0; null as {@code shift}
   */
  public record Input(Feature feature, Double shift, Double scale) {}

  /**
   * The features as a row.
   *
   * @throws InvalidInputException if two have the same name
   */
  public FeatureSpec spec() {
    try {
      return new FeatureSpec(features.stream().map(Input::feature).toList());
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(e.getMessage(), e);
    }
  }
}
