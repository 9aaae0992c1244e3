/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.network;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.bytedeco.pytorch.InputArchive;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.OutputArchive;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/** An encoder and a decoder with their parameters. Owns native memory. */
public final class Autoencoder implements AutoCloseable {
  private final Layer encoder;
  private final Layer decoder;
  private final int latentWidth;
  private final Function<float[], Layer> draws;
  private final Module module = new Module("autoencoder");

  /**
   * @param latentWidth K, the floats that the encoder gives per row or window
   */
  public Autoencoder(Layer encoder, Layer decoder, int latentWidth) {
    this(encoder, decoder, latentWidth, null);
  }

  /**
   * @param draws an encoder that gives draws from the latent's distribution, made of their noise;
   *     null where the latent is none
   */
  Autoencoder(Layer encoder, Layer decoder, int latentWidth, Function<float[], Layer> draws) {
    this.draws = draws;
    this.encoder = encoder;
    this.decoder = decoder;
    this.latentWidth = latentWidth;
    encoder.register(module, "encoder");
    decoder.register(module, "decoder");
    module.to(LibTorch.device(), false);
  }

  public Layer encoder() {
    return encoder;
  }

  public Layer decoder() {
    return decoder;
  }

  /**
   * From {@code N} rows or windows to {@code [N * L, K]}: L draws from each one's latent.
   *
   * @param noise L times K draws from the standard normal distribution
   * @throws IllegalStateException if the network is not variational
   */
  public Layer draws(float[] noise) {
    if (draws == null) {
      throw new IllegalStateException("the latent is no distribution, so nothing can be drawn");
    }
    return draws.apply(noise);
  }

  public int latentWidth() {
    return latentWidth;
  }

  /** The same network, sharing its modules, with one more layer after the decoder. */
  public Autoencoder followedBy(Layer output) {
    return new Autoencoder(encoder, new Layers(List.of(decoder, output)), latentWidth, draws);
  }

  /** The same network, sharing its modules, with one more layer after the encoder. */
  public Autoencoder codedBy(Layer code) {
    return new Autoencoder(
        new Layers(List.of(encoder, code)),
        decoder,
        latentWidth,
        draws == null ? null : noise -> new Layers(List.of(draws.apply(noise), code)));
  }

  /** Standardised input to reconstruction. */
  public Tensor forward(Tensor input) {
    return decoder.forward(encoder.forward(input));
  }

  /** Switches between training (dropout, batch statistics) and evaluation. */
  public void training(boolean on) {
    module.train(on);
  }

  /** What the optimiser changes. */
  public TensorVector parameters() {
    return module.parameters();
  }

  /** The weights of a moment, and how to go back to them. */
  public Snapshot snapshot() {
    List<Tensor> copies = new ArrayList<>();
    visitState(state -> copies.add(state.detach().clone().retainReference()));
    return new Snapshot(copies);
  }

  /** Sets parameters and buffers to a snapshot's. */
  public void restore(Snapshot snapshot) {
    try (NoGradGuard frozen = new NoGradGuard()) {
      Iterator<Tensor> copies = snapshot.copies.iterator();
      visitState(state -> state.copy_(copies.next()));
    }
  }

  /** All parameters, then all buffers. */
  private void visitState(Consumer<Tensor> visitor) {
    for (TensorVector tensors : List.of(module.parameters(), module.buffers())) {
      try {
        for (long i = 0; i < tensors.size(); i++) {
          visitor.accept(tensors.get(i));
        }
      } finally {
        Reference.reachabilityFence(tensors); // they lie in its memory
      }
    }
  }

  @Override
  public void close() {
    module.close();
  }

  /** Copies of all parameters and buffers. Owns native memory. */
  public static final class Snapshot implements AutoCloseable {
    private final List<Tensor> copies;

    private Snapshot(List<Tensor> copies) {
      this.copies = copies;
    }

    /** Writes them under a key. */
    public void save(OutputArchive archive, String key) {
      OutputArchive tensors = new OutputArchive(archive.compilation_unit());
      for (int i = 0; i < copies.size(); i++) {
        tensors.write(Integer.toString(i), copies.get(i));
      }
      archive.write(key, tensors);
    }

    /** Reads what {@link #save} wrote. */
    public static Snapshot load(InputArchive archive, String key) {
      InputArchive tensors = new InputArchive();
      archive.read(key, tensors);
      List<Tensor> copies = new ArrayList<>();
      for (int i = 0; i < tensors.keys().size(); i++) {
        Tensor copy = new Tensor();
        tensors.read(Integer.toString(i), copy);
        copies.add(copy.retainReference());
      }
      return new Snapshot(copies);
    }

    @Override
    public void close() {
      copies.forEach(Tensor::close);
    }
  }
}
