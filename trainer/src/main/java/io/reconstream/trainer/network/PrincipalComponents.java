/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.network;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/**
 * The subspace of most variance, which is also the optimum of a linear autoencoder under squared
 * error (Baldi and Hornik, 1989). Rows are added batch by batch; the covariance is kept in double
 * precision, since eigenvalues square the rounding errors.
 */
public final class PrincipalComponents implements AutoCloseable {
  private final Tensor sum;
  private final Tensor products;
  private long count;

  public PrincipalComponents(int width) {
    TensorOptions doubles = new TensorOptions(torch.ScalarType.Double);
    this.sum = torch.zeros(new long[] {width}, doubles);
    this.products = torch.zeros(new long[] {width, width}, doubles);
  }

  /** Adds rows {@code [n, width]}. */
  public void add(Tensor rows) {
    try (PointerScope scope = new PointerScope()) {
      Tensor doubles = rows.cpu().to(torch.ScalarType.Double);
      sum.add_(doubles.sum(0));
      products.add_(torch.mm(doubles.t(), doubles));
      count += rows.size(0);
    }
  }

  /** The subspace of all components. */
  public Subspace fit() {
    try (PointerScope scope = new PointerScope()) {
      Scalar rows = new Scalar((double) count);
      Tensor mean = sum.div(rows);
      T_TensorTensor_T eigen = torch.linalg_eigh(products.div(rows).sub(torch.outer(mean, mean)));
      // ascending eigenvalues: the last columns come first
      return new Subspace(
          Tensors.floats(mean),
          Tensors.floats(eigen.get1().flip(1).t()),
          Tensors.floats(eigen.get0().flip(0)),
          eigen.get0().sum().item_double());
    }
  }

  @Override
  public void close() {
    sum.close();
    products.close();
  }
}
