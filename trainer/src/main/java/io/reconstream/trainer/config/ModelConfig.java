/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.config;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.reconstream.model.bundle.LatentPrior;
import io.reconstream.model.window.WindowSpec;
import java.util.Arrays;
import java.util.List;

/** The network, {@code model} in the configuration; {@code type} says which. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ModelConfig.Linear.class, name = "linear"),
  @JsonSubTypes.Type(value = ModelConfig.Dense.class, name = "dense"),
  @JsonSubTypes.Type(value = ModelConfig.Variational.class, name = "variational"),
  @JsonSubTypes.Type(value = ModelConfig.Conv1d.class, name = "conv1d"),
  @JsonSubTypes.Type(value = ModelConfig.Conv2d.class, name = "conv2d"),
  @JsonSubTypes.Type(value = ModelConfig.Lstm.class, name = "lstm"),
  @JsonSubTypes.Type(value = ModelConfig.Gru.class, name = "gru"),
  @JsonSubTypes.Type(value = ModelConfig.Transformer.class, name = "transformer"),
  @JsonSubTypes.Type(value = ModelConfig.Stacked.class, name = "stacked"),
  @JsonSubTypes.Type(value = ModelConfig.DenoisingPair.class, name = "denoising_pair"),
  @JsonSubTypes.Type(value = ModelConfig.Multiscale.class, name = "multiscale")
})
public sealed interface ModelConfig {

  /**
   * The network with every size that was left open chosen for a row of this width.
   *
   * @throws InvalidInputException if no such row fits the network
   */
  ModelConfig sized(int width);

  /**
   * Whether held-out rows decide anything before the threshold. Where none do, all of them
   * calibrate, and a last fit may use all rows.
   */
  default boolean validates() {
    return true;
  }

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

  /** Whether another seed gives another model, so that several of them may be better than one. */
  default boolean varies() {
    return true;
  }

  /** Its name in the configuration. */
  @JsonIgnore
  default String type() {
    return Arrays.stream(ModelConfig.class.getAnnotation(JsonSubTypes.class).value())
        .filter(type -> type.value() == getClass())
        .findFirst()
        .orElseThrow()
        .name();
  }

  /** The names of all, in the order of this file. */
  static List<String> types() {
    return Arrays.stream(ModelConfig.class.getAnnotation(JsonSubTypes.class).value())
        .map(JsonSubTypes.Type::name)
        .toList();
  }

  /** Whether a column of one value has its place in the row, as an image's pixel has. */
  default boolean takesConstantColumns() {
    return false;
  }

  /** A network that an optimiser trains step by step. */
  sealed interface Network extends ModelConfig {

    /** What training asks beyond reconstruction. */
    Regularisation regularisation();

    /**
     * Weight of the latent's divergence from the standard normal, per value of the row or window;
     * above 0 the latent is a distribution (variational).
     */
    default double beta() {
      return 0;
    }

    @Override
    @JsonIgnore
    default LatentPrior latentPrior() {
      return beta() > 0 ? LatentPrior.STANDARD_NORMAL : null;
    }

    @Override
    Network sized(int width);
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

    @Override
    public boolean varies() {
      return false;
    }
  }

  /**
   * Dense layers down to the latent and up again.
   *
   * @param layers units of the encoder's layers, the last is the latent; empty to choose
   * @param decoder units of the decoder's hidden layers; null for the encoder's, mirrored
   * @param activation after each hidden layer; latent and output are linear
   * @param normalisation before each activation
   * @param window rows that are read at once; 1 for single rows
   * @param regularisation what training asks beyond reconstruction
   */
  record Dense(
      List<Integer> layers,
      List<Integer> decoder,
      Activation activation,
      Normalisation normalisation,
      int window,
      Regularisation regularisation)
      implements Network {
    public Dense {
      layers = List.copyOf(layers);
      decoder = decoder == null ? null : List.copyOf(decoder);
    }

    /** Mirrored, without normalisation. */
    public Dense(
        List<Integer> layers, Activation activation, int window, Regularisation regularisation) {
      this(layers, null, activation, Normalisation.NONE, window, regularisation);
    }

    /** Of single rows, without regularisation. */
    public Dense(List<Integer> layers, Activation activation) {
      this(layers, activation, 1, Regularisation.NONE);
    }

    @Override
    public Dense sized(int width) {
      return new Dense(
          chosen(layers, width), decoder, activation, normalisation, window, regularisation);
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
   * @param decoder units of the decoder's hidden layers; null for the encoder's, mirrored
   * @param activation after each hidden layer; latent and output are linear
   * @param normalisation before each activation
   * @param beta as in {@link Network}; it grows from 0 over the first fifth of training
   * @param window rows that are read at once; 1 for single rows
   * @param regularisation what training asks beyond reconstruction
   */
  record Variational(
      List<Integer> layers,
      List<Integer> decoder,
      Activation activation,
      Normalisation normalisation,
      double beta,
      int window,
      Regularisation regularisation)
      implements Network {
    public Variational {
      layers = List.copyOf(layers);
      decoder = decoder == null ? null : List.copyOf(decoder);
    }

    /** Mirrored, without normalisation. */
    public Variational(
        List<Integer> layers,
        Activation activation,
        double beta,
        int window,
        Regularisation regularisation) {
      this(layers, null, activation, Normalisation.NONE, beta, window, regularisation);
    }

    @Override
    public Variational sized(int width) {
      return new Variational(
          chosen(layers, width), decoder, activation, normalisation, beta, window, regularisation);
    }

    @Override
    public WindowSpec windowSpec() {
      return of(window);
    }
  }

  /**
   * Strided convolutions along a window's rows down to a dense latent, and up again.
   *
   * @param filters channels of the encoder's convolutions, at least one
   * @param kernel rows that a convolution sees, odd
   * @param stride the factor by which each convolution shortens the window
   * @param upsampling how the decoder lengthens it again
   * @param latent the size of the latent; 0 to choose
   * @param activation after each hidden layer; latent and output are linear
   * @param normalisation before each activation
   * @param beta as in {@link Network}
   * @param window rows, at least {@code stride} to the number of convolutions
   * @param regularisation what training asks beyond reconstruction
   */
  record Conv1d(
      List<Integer> filters,
      int kernel,
      int stride,
      Upsampling upsampling,
      int latent,
      Activation activation,
      Normalisation normalisation,
      double beta,
      int window,
      Regularisation regularisation)
      implements Network {
    public Conv1d {
      filters = List.copyOf(filters);
    }

    @Override
    public Conv1d sized(int width) {
      return new Conv1d(
          filters,
          kernel,
          stride,
          upsampling,
          chosen(latent, window * width),
          activation,
          normalisation,
          beta,
          window,
          regularisation);
    }

    @Override
    public WindowSpec windowSpec() {
      return of(window);
    }
  }

  /**
   * Strided convolutions over rows that are images, down to a dense latent, and up again. A row
   * holds the image line by line, each pixel with its channels side by side.
   *
   * @param height lines of the image
   * @param width pixels of a line
   * @param channels values of a pixel
   * @param filters channels of the encoder's convolutions, at least one
   * @param kernel side of the square that a convolution sees, odd
   * @param stride the factor by which each convolution shrinks both sides
   * @param upsampling how the decoder enlarges them again
   * @param latent the size of the latent; 0 to choose
   * @param activation after each hidden layer; latent and output are linear
   * @param normalisation before each activation
   * @param beta as in {@link Network}
   * @param regularisation what training asks beyond reconstruction
   */
  record Conv2d(
      int height,
      int width,
      int channels,
      List<Integer> filters,
      int kernel,
      int stride,
      Upsampling upsampling,
      int latent,
      Activation activation,
      Normalisation normalisation,
      double beta,
      Regularisation regularisation)
      implements Network {
    public Conv2d {
      filters = List.copyOf(filters);
    }

    @Override
    public boolean takesConstantColumns() {
      return true;
    }

    @Override
    public Conv2d sized(int values) {
      long pixels = (long) height * width * channels;
      if (pixels != values) {
        throw new InvalidInputException(
            "model.height %d, model.width %d and model.channels %d make %d values, expected the %d that a row of the features has"
                .formatted(height, width, channels, pixels, values));
      }
      return new Conv2d(
          height,
          width,
          channels,
          filters,
          kernel,
          stride,
          upsampling,
          chosen(latent, values),
          activation,
          normalisation,
          beta,
          regularisation);
    }
  }

  /** A sequence autoencoder: recurrent layers read a window to its end and tell it again. */
  sealed interface Recurrent extends Network {

    /** Units of the encoder's recurrent layers, at least one; the decoder's are mirrored. */
    List<Integer> layers();

    /** The size of the latent. */
    int latent();
  }

  /**
   * Recurrent layers of long short-term memory cells.
   *
   * @param layers as in {@link Recurrent}
   * @param latent the size of the latent; 0 to choose
   * @param beta as in {@link Network}
   * @param window rows
   * @param regularisation what training asks beyond reconstruction
   */
  record Lstm(
      List<Integer> layers, int latent, double beta, int window, Regularisation regularisation)
      implements Recurrent {
    public Lstm {
      layers = List.copyOf(layers);
    }

    @Override
    public Lstm sized(int width) {
      return new Lstm(layers, chosen(latent, window * width), beta, window, regularisation);
    }

    @Override
    public WindowSpec windowSpec() {
      return of(window);
    }
  }

  /**
   * Recurrent layers of gated recurrent units.
   *
   * @param layers as in {@link Recurrent}
   * @param latent the size of the latent; 0 to choose
   * @param beta as in {@link Network}
   * @param window rows
   * @param regularisation what training asks beyond reconstruction
   */
  record Gru(
      List<Integer> layers, int latent, double beta, int window, Regularisation regularisation)
      implements Recurrent {
    public Gru {
      layers = List.copyOf(layers);
    }

    @Override
    public Gru sized(int width) {
      return new Gru(layers, chosen(latent, window * width), beta, window, regularisation);
    }

    @Override
    public WindowSpec windowSpec() {
      return of(window);
    }
  }

  /**
   * A transformer: blocks of self-attention among a window's rows, before and after a dense latent
   * of the whole window.
   *
   * @param width values by which each row is represented within
   * @param heads of each attention, a divisor of {@code width}
   * @param blocks of the encoder, and of the decoder
   * @param latent the size of the latent; 0 to choose
   * @param activation within each block
   * @param beta as in {@link Network}
   * @param window rows
   * @param regularisation what training asks beyond reconstruction
   */
  record Transformer(
      int width,
      int heads,
      int blocks,
      int latent,
      Activation activation,
      double beta,
      int window,
      Regularisation regularisation)
      implements Network {
    @Override
    public Transformer sized(int units) {
      return new Transformer(
          width,
          heads,
          blocks,
          chosen(latent, window * units),
          activation,
          beta,
          window,
          regularisation);
    }

    @Override
    public WindowSpec windowSpec() {
      return of(window);
    }
  }

  /**
   * Dense layers, mirrored, of which each learns by itself to reconstruct what the one before it
   * gives, before all are trained together.
   *
   * @param layers units of the encoder's layers, the last is the latent; empty to choose
   * @param pretraining epochs for each layer at most
   * @param activation after each hidden layer; latent and output are linear
   * @param normalisation before each activation
   * @param window rows that are read at once; 1 for single rows
   * @param regularisation what training asks beyond reconstruction, of each layer and of all
   */
  record Stacked(
      List<Integer> layers,
      int pretraining,
      Activation activation,
      Normalisation normalisation,
      int window,
      Regularisation regularisation)
      implements Network {
    public Stacked {
      layers = List.copyOf(layers);
    }

    @Override
    public Stacked sized(int width) {
      return new Stacked(
          chosen(layers, width), pretraining, activation, normalisation, window, regularisation);
    }

    @Override
    public WindowSpec windowSpec() {
      return of(window);
    }
  }

  private static List<Integer> chosen(List<Integer> layers, int width) {
    return layers.isEmpty() ? List.of(Math.max(4, 2 * width), Math.max(2, width / 2)) : layers;
  }

  /** An eighth of what the network reads, between 2 and 64. */
  private static int chosen(int latent, int values) {
    return latent > 0 ? latent : Math.max(2, Math.min(64, values / 8));
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
   * uses {@code validation} and {@code seed} alone.
   *
   * @param window rows in the long window; the short one has half of them
   */
  record Multiscale(int window) implements ModelConfig {
    @Override
    public ModelConfig sized(int width) {
      return this;
    }

    @Override
    public boolean validates() {
      return false;
    }

    @Override
    public boolean varies() {
      return false;
    }

    @Override
    public WindowSpec windowSpec() {
      return new WindowSpec(window, WindowSpec.WarmUp.REPEAT_FIRST);
    }
  }
}
