/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import io.reconstream.trainer.dataset.Rows;
import io.reconstream.trainer.export.Preprocessing;
import io.reconstream.trainer.export.Value;
import io.reconstream.trainer.network.Autoencoder;
import io.reconstream.trainer.network.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * What a variational network makes of a row when its latent is drawn from its distribution, several
 * times. The noise is drawn once and sealed, so that a row always has the same draws.
 */
final class Draws {
  /** As many as An and Cho (2015) draw. */
  private static final int COUNT = 10;

  private final Autoencoder network;
  private final Preprocessing preprocessing;
  private final float[] noise;

  Draws(Autoencoder network, Preprocessing preprocessing, long seed) {
    this.network = network;
    this.preprocessing = preprocessing;
    this.noise = new float[COUNT * network.latentWidth()];
    Random random = new Random(seed);
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) random.nextGaussian();
    }
  }

  /** Gives every row's residuals, D floats a draw, in order of the rows. */
  void forEach(Rows rows, Consumer<List<float[]>> visitor) {
    List<List<float[]>> drawn = new ArrayList<>();
    int width = network.latentWidth();
    for (int draw = 0; draw < COUNT; draw++) {
      Layer encoder = network.draws(Arrays.copyOfRange(noise, draw * width, (draw + 1) * width));
      int[] row = {0};
      boolean first = draw == 0;
      new NetworkErrors(input -> network.decoder().forward(encoder.forward(input)), preprocessing)
          .forEach(
              rows,
              residual -> {
                if (first) {
                  drawn.add(new ArrayList<>());
                }
                drawn.get(row[0]++).add(residual);
              });
    }
    drawn.forEach(visitor);
  }

  /**
   * The same in the graph, {@code [N, L, D]}.
   *
   * @param windowLength T of the network's input
   */
  Value export(Preprocessing.Standardised row, int windowLength) {
    Value rows = network.decoder().export(network.draws(noise).export(row.input()));
    Value reconstructions = lastRow(rows, windowLength).reshape(-1, COUNT, preprocessing.units());
    Value residuals = reconstructions.minus(lastRow(row.units(), windowLength).unsqueezed(1));
    return row.present() == null
        ? residuals
        : residuals.times(lastRow(row.present(), windowLength).unsqueezed(1));
  }

  private static Value lastRow(Value rows, int windowLength) {
    return windowLength == 1 ? rows : rows.at(1, windowLength - 1);
  }
}
