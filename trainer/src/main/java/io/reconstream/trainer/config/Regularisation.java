/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.config;

/**
 * What training asks of a network beyond reconstructing its rows.
 *
 * @param noise what corrupts the input while the target stays clean (denoising)
 * @param level standard deviation of Gaussian noise in standardised units, or the share of values
 *     that masking and swap noise replace
 * @param sparsity weight of the latent's mean absolute value (sparse)
 * @param contraction weight of the squared Jacobian of the encoder (contractive)
 */
public record Regularisation(Noise noise, double level, double sparsity, double contraction) {
  public static final Regularisation NONE = new Regularisation(Noise.NONE, 0.1, 0, 0);

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
