/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.config;

/** What a row's score is made of; models with a score of their own do without. */
public enum ScoreFunction {
  /** The mean of the feature errors. */
  MEAN,
  /** The mean of the largest tenth of the feature errors: one bad sensor is not averaged away. */
  TOP,
  /** The Mahalanobis distance of the residual, by its covariance on held-out rows. */
  MAHALANOBIS,
  /** The squared distance of the latent vector to the nearest of 50 centroids. */
  LATENT,
  /** The largest of mean, mahalanobis and latent, each over its held-out median. */
  COMBINED,
  /**
   * How improbable the row is, given draws from the latent that it has; for variational networks.
   */
  RECONSTRUCTION_PROBABILITY;

  @Override
  public String toString() {
    return Choices.text(this);
  }
}
