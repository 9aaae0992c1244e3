/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.config;

/**
 * What training asks of a network beyond reconstructing its rows.
 *
 * @param noise what corrupts the input while the target stays clean (denoising)
 * @param level standard deviation of Gaussian noise in standardised units, or the share of values
 *     that masking and swap noise replace
 * @param sparsity weight of the latent's mean absolute value, or of its distance from {@code
 *     targetActivation} (sparse)
 * @param contraction weight of the squared Jacobian of the encoder (contractive)
 * @param l1 weight of the sum of all weights' absolute values; biases are left alone
 * @param l2 weight of the sum of all weights' squares (weight decay); biases are left alone
 * @param dropout share of each hidden layer's values that are set to 0 in training, in [0, 1)
 * @param targetActivation in (0, 1) the latent is a sigmoid, and {@code sparsity} weighs the
 *     divergence of each unit's mean activation from this one; 0 for a linear latent
 */
public record Regularisation(
    Noise noise,
    double level,
    double sparsity,
    double contraction,
    double l1,
    double l2,
    double dropout,
    double targetActivation) {
  public static final Regularisation NONE = new Regularisation(Noise.NONE, 0.1, 0, 0);

  /** Without weight penalties and dropout. */
  public Regularisation(Noise noise, double level, double sparsity, double contraction) {
    this(noise, level, sparsity, contraction, 0, 0, 0, 0);
  }

  /** How an input is corrupted. */
  public enum Noise {
    NONE,
    /** Adds normal noise. */
    GAUSSIAN,
    /** Replaces values by 0, the centre of their column. */
    MASKING,
    /** Replaces values by the same column's value of another row in the batch. */
    SWAP;

    @Override
    public String toString() {
      return Choices.text(this);
    }
  }
}
