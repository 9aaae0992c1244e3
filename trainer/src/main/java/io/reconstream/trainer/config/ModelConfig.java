/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.config;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.reconstream.model.bundle.LatentPrior;
import io.reconstream.model.window.WindowSpec;
import java.util.List;

/** The network, {@code model} in the configuration; {@code type} says which. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ModelConfig.Linear.class, name = "linear"),
  @JsonSubTypes.Type(value = ModelConfig.Dense.class, name = "dense"),
  @JsonSubTypes.Type(value = ModelConfig.Variational.class, name = "variational"),
  @JsonSubTypes.Type(value = ModelConfig.DenoisingPair.class, name = "denoising_pair"),
  @JsonSubTypes.Type(value = ModelConfig.Multiscale.class, name = "multiscale")
})
public sealed interface ModelConfig {

  /** The network with every size that was left open chosen for a row of this width. */
  ModelConfig sized(int width);

  /** The window that is scored, null for single rows. */
  @JsonIgnore
  default WindowSpec windowSpec() {
    return null;
  }

  /** What the latent vectors are trained to be distributed like, null where they are not. */
  @JsonIgnore
  default LatentPrior latentPrior() {
    return null;
  }

  /**
   * A linear autoencoder: it spans the same subspace as PCA.
   *
   * @param latent the size of the latent; 0 to choose half of the row
   * @param tied whether the decoder is the encoder transposed
   */
  record Linear(int latent, boolean tied) implements ModelConfig {
    @Override
    public ModelConfig sized(int width) {
      return latent > 0 ? this : new Linear(Math.max(1, width / 2), tied);
    }
  }

  /**
   * Dense layers down to the latent and, mirrored, up again.
   *
   * @param layers units of the encoder's layers, the last is the latent; empty to choose
   * @param activation after each hidden layer; latent and output are linear
   * @param window rows that are read at once; 1 for single rows
   * @param regularisation what training asks beyond reconstruction
   */
  record Dense(
      List<Integer> layers, Activation activation, int window, Regularisation regularisation)
      implements ModelConfig {
    public Dense {
      layers = List.copyOf(layers);
    }

    /** Of single rows, without regularisation. */
    public Dense(List<Integer> layers, Activation activation) {
      this(layers, activation, 1, Regularisation.NONE);
    }

    @Override
    public ModelConfig sized(int width) {
      return new Dense(chosen(layers, width), activation, window, regularisation);
    }

    @Override
    public WindowSpec windowSpec() {
      return of(window);
    }
  }

  /**
   * A variational autoencoder of dense layers: the latent is a distribution, kept near the standard
   * normal.
   *
   * @param layers units of the encoder's layers, the last is the latent; empty to choose
   * @param activation after each hidden layer; latent and output are linear
   * @param beta weight of the divergence from the standard normal, per unit of the row; it grows
   *     from 0 over the first fifth of training
   * @param window rows that are read at once; 1 for single rows
   * @param regularisation what training asks beyond reconstruction
   */
  record Variational(
      List<Integer> layers,
      Activation activation,
      double beta,
      int window,
      Regularisation regularisation)
      implements ModelConfig {
    public Variational {
      layers = List.copyOf(layers);
    }

    @Override
    public ModelConfig sized(int width) {
      return new Variational(chosen(layers, width), activation, beta, window, regularisation);
    }

    @Override
    public LatentPrior latentPrior() {
      return LatentPrior.STANDARD_NORMAL;
    }

    @Override
    public WindowSpec windowSpec() {
      return of(window);
    }
  }

  private static List<Integer> chosen(List<Integer> layers, int width) {
    return layers.isEmpty() ? List.of(Math.max(4, 2 * width), Math.max(2, width / 2)) : layers;
  }

  private static WindowSpec of(int window) {
    return window == 1 ? null : new WindowSpec(window, WindowSpec.WarmUp.REPEAT_FIRST);
  }

  /**
   * Two denoising autoencoders without a bottleneck, one trained briefly and one long; the default
   * for rows. How they learn is part of the model: of the training settings it uses the seed alone.
   *
   * @param hidden units of each of the two hidden layers
   */
  record DenoisingPair(int hidden) implements ModelConfig {
    @Override
    public ModelConfig sized(int width) {
      return this;
    }
  }

  /**
   * Linear autoencoders over a long and a short window, and centroids of single rows, each part
   * smoothed per key; the default for series. It has a closed form: of the training settings it
   * uses the seed alone.
   *
   * @param window rows in the long window; the short one has half of them
   */
  record Multiscale(int window) implements ModelConfig {
    @Override
    public ModelConfig sized(int width) {
      return this;
    }

    @Override
    public WindowSpec windowSpec() {
      return new WindowSpec(window, WindowSpec.WarmUp.REPEAT_FIRST);
    }
  }
}
