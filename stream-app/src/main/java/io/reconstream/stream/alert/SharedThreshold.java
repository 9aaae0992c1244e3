/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.alert;

import io.reconstream.stream.models.ServingModel;

/** The model's threshold, for all keys. */
final class SharedThreshold implements KeyThresholds {
  private ServingModel model;
  private double rate;

  @Override
  @SuppressWarnings("ReferenceEquality") // asked per event: another model is another object
  public double threshold(String key, ServingModel serving, long time) {
    if (serving != model) {
      model = serving;
      rate = serving.bundle().metadata().distribution().pValue(serving.threshold());
    }
    return serving.threshold();
  }

  /** The share of normal events above the threshold. */
  @Override
  public double rate() {
    return rate;
  }
}
