/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import io.reconstream.trainer.export.Centroids;
import io.reconstream.trainer.export.Value;
import java.util.List;
import java.util.Random;

/**
 * How far a row's latent vector is from those of training rows: the mean square of its difference
 * to the nearest of a few centroids, each unit divided by its deviation.
 */
final class LatentDistance implements RowScore {
  private static final int CENTROIDS = 50;
  private static final int ITERATIONS = 15;

  private final float[] mean;
  private final float[] factor;
  private final Centroids centroids;

  /**
   * @param latents of training rows, K each; at least one
   */
  LatentDistance(List<float[]> latents, long seed) {
    int width = latents.get(0).length;
    this.mean = new float[width];
    this.factor = new float[width];
    for (int k = 0; k < width; k++) {
      int unit = k;
      mean[k] = (float) latents.stream().mapToDouble(row -> row[unit]).average().orElseThrow();
      double variance =
          latents.stream()
              .mapToDouble(row -> (row[unit] - mean[unit]) * (row[unit] - mean[unit]))
              .average()
              .orElseThrow();
      factor[k] = variance > 0 ? (float) (1 / Math.sqrt(variance)) : 1;
    }
    this.centroids =
        Centroids.fit(
            latents.stream().map(this::standardised).toList(),
            CENTROIDS,
            ITERATIONS,
            new Random(seed));
  }

  private float[] standardised(float[] latent) {
    float[] standardised = new float[latent.length];
    for (int k = 0; k < latent.length; k++) {
      standardised[k] = (latent[k] - mean[k]) * factor[k];
    }
    return standardised;
  }

  @Override
  public double of(Seen row) {
    double squares = 0;
    for (float difference : centroids.difference(standardised(row.latent()))) {
      squares += (double) difference * difference;
    }
    return squares / mean.length;
  }

  @Override
  public Value export(Exported rows) {
    Value latent = rows.latent();
    Value standardised =
        latent.minus(latent.graph().vector(mean)).times(latent.graph().vector(factor));
    return centroids.nearest(standardised).minus(standardised).squared().mean(false, -1);
  }
}
