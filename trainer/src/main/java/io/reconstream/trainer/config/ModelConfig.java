/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.config;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.reconstream.model.window.WindowSpec;
import java.util.List;

/** The network, {@code model} in the configuration; {@code type} says which. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ModelConfig.Linear.class, name = "linear"),
  @JsonSubTypes.Type(value = ModelConfig.Dense.class, name = "dense"),
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
   * @param activation after each hidden layer; the output is linear
   */
  record Dense(List<Integer> layers, Activation activation) implements ModelConfig {
    public Dense {
      layers = List.copyOf(layers);
    }

    @Override
    public ModelConfig sized(int width) {
      return layers.isEmpty()
          ? new Dense(List.of(Math.max(4, 2 * width), Math.max(2, width / 2)), activation)
          : this;
    }
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
