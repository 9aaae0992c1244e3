/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.network;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * An affine subspace with orthonormal axes, the axis of most variance first.
 *
 * @param mean D floats
 * @param axes K axes of D floats, one after the other
 * @param variances along each axis, K floats, descending
 * @param variance the sum over all D axes
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of results, never compared
public record Subspace(float[] mean, float[] axes, float[] variances, double variance) {
  private static final int OVERSAMPLING = 20;
  private static final int ITERATIONS = 5;

  /**
   * The leading axes of rows, by randomised subspace iteration (Halko, Martinsson and Tropp, 2011):
   * a fraction of the time of a full decomposition where rows are wide.
   *
   * @param rows {@code [n, D]}
   * @param most axes
   */
  public static Subspace leading(Tensor rows, int most) {
    try (PointerScope scope = new PointerScope()) {
      Tensor mean = rows.mean(0);
      Tensor centred = rows.sub(mean);
      long rank = Math.min(most, Math.min(rows.size(0), rows.size(1)));
      long width = Math.min(rank + OVERSAMPLING, Math.min(rows.size(0), rows.size(1)));
      Tensor basis = torch.randn(rows.size(1), width);
      for (int i = 0; i < ITERATIONS; i++) {
        Tensor range = torch.linalg_qr(torch.mm(centred, basis)).get0();
        basis = torch.linalg_qr(torch.mm(centred.t(), range)).get0();
      }
      Tensor projected = torch.mm(centred, basis);
      T_TensorTensor_T eigen =
          torch.linalg_eigh(torch.mm(projected.t(), projected).to(torch.ScalarType.Double));
      Tensor axes =
          torch.mm(basis, eigen.get1().flip(1).narrow(1, 0, rank).to(torch.ScalarType.Float)).t();
      Scalar count = new Scalar((double) rows.size(0));
      return new Subspace(
          Tensors.floats(mean),
          Tensors.floats(axes),
          Tensors.floats(eigen.get0().flip(0).narrow(0, 0, rank).div(count)),
          centred.square().sum().item_float() / (double) rows.size(0));
    }
  }

  /** The fewest axes that hold a share of the variance, at least one; all if none do. */
  public int axesFor(double share) {
    double sum = 0;
    for (int k = 0; k < variances.length; k++) {
      sum += Math.max(0, variances[k]);
      if (sum >= share * variance) {
        return k + 1;
      }
    }
    return variances.length;
  }

  /** The layer from rows to their places along the first axes. */
  public Dense encoder(int latent) {
    return encoder(mean.length, latent);
  }

  /**
   * The linear autoencoder onto the first axes, from a flattened window to its last row alone: both
   * of its layers multiplied out into one.
   *
   * @param units width of a row
   */
  public Dense lastRow(int latent, int units) {
    int width = mean.length;
    int last = width - units;
    float[] weights = new float[units * width];
    float[] bias = new float[units];
    for (int u = 0; u < units; u++) {
      double offset = mean[last + u];
      for (int d = 0; d < width; d++) {
        double weight = 0;
        for (int k = 0; k < latent; k++) {
          weight += (double) axes[k * width + last + u] * axes[k * width + d];
        }
        weights[u * width + d] = (float) weight;
        offset -= weight * mean[d];
      }
      bias[u] = (float) offset;
    }
    return new Dense(width, weights, bias);
  }

  /**
   * The linear autoencoder onto the first axes.
   *
   * @param inputs width of what it reads; what follows the first D has no influence
   * @param latent how many axes, 1 to K
   * @param tied whether the decoder uses the encoder's weights, transposed
   */
  public Autoencoder autoencoder(int inputs, int latent, boolean tied) {
    int width = mean.length;
    Dense encoder = encoder(inputs, latent);
    if (tied) {
      return new Autoencoder(encoder, new Transposed(encoder, mean), latent);
    }
    float[] up = new float[width * latent];
    for (int i = 0; i < up.length; i++) {
      up[i] = axes[i % latent * width + i / latent];
    }
    return new Autoencoder(encoder, new Dense(latent, up, mean), latent);
  }

  private Dense encoder(int inputs, int latent) {
    int width = mean.length;
    float[] weights = new float[latent * inputs];
    float[] bias = new float[latent];
    for (int k = 0; k < latent; k++) {
      System.arraycopy(axes, k * width, weights, k * inputs, width);
      double offset = 0;
      for (int d = 0; d < width; d++) {
        offset -= (double) axes[k * width + d] * mean[d];
      }
      bias[k] = (float) offset;
    }
    return new Dense(inputs, weights, bias);
  }
}
