/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.network;

import java.util.List;
import java.util.function.Function;

/**
 * An untrained network but for the layer that makes its latent.
 *
 * @param encoder from the input to {@code [N, features]}
 * @param features what the latent is computed from
 * @param latent K
 * @param decoder from {@code [N, K]} to the reconstruction, of D units a row
 */
public record Architecture(Layer encoder, int features, int latent, Layer decoder) {

  /** With a linear latent. */
  public Autoencoder deterministic() {
    return with(new Dense(features, latent), null);
  }

  /** With a sampled latent, from {@link #features} to {@link #latent} values. */
  public Autoencoder variational(GaussianLatent distribution) {
    return with(distribution, noise -> new Layers(List.of(encoder, distribution.draws(noise))));
  }

  private Autoencoder with(Layer latentLayer, Function<float[], Layer> draws) {
    return new Autoencoder(new Layers(List.of(encoder, latentLayer)), decoder, latent, draws);
  }
}
