/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** What is done to the network's input in training, while the target stays clean. */
@FunctionalInterface
interface Corruption {

  /** The corrupted input, a new tensor or the same. */
  Tensor corrupt(Tensor input);

  static Corruption none() {
    return input -> input;
  }

  /**
   * Gaussian noise whose scale is drawn anew for each row, its logarithm uniform between those of
   * {@code low} and {@code high}, in standardised units: the network learns to come back from near
   * and from far.
   */
  static Corruption gaussian(double low, double high) {
    double logLow = Math.log(low);
    double logHigh = Math.log(high);
    return input -> {
      long[] perRow = new long[Math.toIntExact(input.dim())];
      java.util.Arrays.fill(perRow, 1);
      perRow[0] = input.size(0);
      Tensor sigma =
          torch.rand(perRow).mul_(new Scalar(logHigh - logLow)).add_(new Scalar(logLow)).exp_();
      return torch.randn_like(input).mul_(sigma.to(input)).add_(input);
    };
  }
}
