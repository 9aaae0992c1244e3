/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.network;

/**
 * An affine subspace with orthonormal axes, the axis of most variance first.
 *
 * @param mean D floats
 * @param axes D axes of D floats, one after the other
 * @param variances D floats, descending
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of results, never compared
public record Subspace(float[] mean, float[] axes, float[] variances) {

  /** The fewest axes that hold a share of the variance; at least one. */
  public int axesFor(double share) {
    double total = 0;
    for (float variance : variances) {
      total += Math.max(0, variance);
    }
    double sum = 0;
    for (int k = 0; k < variances.length; k++) {
      sum += Math.max(0, variances[k]);
      if (sum >= share * total) {
        return k + 1;
      }
    }
    return variances.length;
  }

  /**
   * The linear autoencoder onto the first axes.
   *
   * @param inputs width of what it reads; what follows the first D has no influence
   * @param latent how many axes, 1 to D
   * @param tied whether the decoder uses the encoder's weights, transposed
   */
  public Autoencoder autoencoder(int inputs, int latent, boolean tied) {
    int width = mean.length;
    float[] down = new float[latent * inputs];
    float[] up = new float[width * latent];
    float[] bias = new float[latent];
    for (int k = 0; k < latent; k++) {
      double offset = 0;
      for (int d = 0; d < width; d++) {
        float weight = axes[k * width + d];
        down[k * inputs + d] = weight;
        up[d * latent + k] = weight;
        offset -= (double) weight * mean[d];
      }
      bias[k] = (float) offset;
    }
    Dense encoder = new Dense(inputs, down, bias);
    Layer decoder = tied ? new Transposed(encoder, mean) : new Dense(latent, up, mean);
    return new Autoencoder(encoder, decoder, latent);
  }
}
