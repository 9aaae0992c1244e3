/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.network;

import io.reconstream.trainer.config.ModelConfig;
import java.util.ArrayList;
import java.util.List;

/** Networks that read a window row by row. */
final class Sequences {
  private static final int FEED_FORWARD = 4;

  private Sequences() {}

  /**
   * Recurrent layers to the state after the last row, from which mirrored ones tell the window
   * again (Srivastava, Mansimov and Salakhutdinov, 2015; Malhotra et al., 2016). The decoder reads
   * the latent in every row, never the window.
   */
  static Architecture of(ModelConfig.Recurrent model, Shape shape) {
    Recurrent.Cell cell =
        model instanceof ModelConfig.Lstm ? Recurrent.Cell.LSTM : Recurrent.Cell.GRU;
    double dropout = model.regularisation().dropout();
    List<Integer> units = model.layers();
    int last = units.size() - 1;
    List<Layer> encoder = new ArrayList<>();
    int width = shape.inputs();
    for (int i = 0; i <= last; i++) {
      add(encoder, new Recurrent(cell, width, units.get(i), shape.rows(), i == last), dropout);
      width = units.get(i);
    }
    int features = width;
    List<Layer> decoder = new ArrayList<>(List.of(new EveryRow(shape.rows())));
    width = model.latent();
    for (int i = last; i >= 0; i--) {
      add(decoder, new Recurrent(cell, width, units.get(i), shape.rows(), false), dropout);
      width = units.get(i);
    }
    decoder.add(new Dense(width, shape.units()));
    return new Architecture(new Layers(encoder), features, model.latent(), new Layers(decoder));
  }

  private static void add(List<Layer> stages, Layer layer, double dropout) {
    stages.add(layer);
    if (dropout > 0) {
      stages.add(new Dropout(dropout));
    }
  }

  /**
   * Transformer blocks (Vaswani et al., 2017, normalised before each part as in Xiong et al., 2020)
   * before and after a dense latent of the whole window.
   */
  static Architecture of(ModelConfig.Transformer model, Shape shape) {
    int rows = shape.rows();
    int width = model.width();
    List<Layer> encoder =
        new ArrayList<>(List.of(new Dense(shape.inputs(), width), new Positions(rows, width)));
    blocks(encoder, model, rows);
    encoder.add(new LayerNorm(width));
    encoder.add(new Flat(rows * width));
    List<Layer> decoder =
        new ArrayList<>(
            List.of(new Dense(model.latent(), rows * width), new Unflat(List.of(rows, width))));
    blocks(decoder, model, rows);
    decoder.add(new LayerNorm(width));
    decoder.add(new Dense(width, shape.units()));
    return new Architecture(new Layers(encoder), rows * width, model.latent(), new Layers(decoder));
  }

  private static void blocks(List<Layer> stages, ModelConfig.Transformer model, int rows) {
    int width = model.width();
    double dropout = model.regularisation().dropout();
    for (int i = 0; i < model.blocks(); i++) {
      List<Layer> attention = new ArrayList<>(List.of(new LayerNorm(width)));
      add(attention, new SelfAttention(rows, width, model.heads()), dropout);
      stages.add(new Residual(new Layers(attention)));
      List<Layer> rowWise =
          new ArrayList<>(List.of(new LayerNorm(width), new Dense(width, FEED_FORWARD * width)));
      rowWise.addAll(Hidden.of(model.activation()).after(FEED_FORWARD * width));
      add(rowWise, new Dense(FEED_FORWARD * width, width), dropout);
      stages.add(new Residual(new Layers(rowWise)));
    }
  }
}
