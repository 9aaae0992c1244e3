/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import io.reconstream.trainer.config.Regularisation;
import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** What is done to the network's input in training, while the target stays clean. */
@FunctionalInterface
interface Corruption {

  /** The corrupted input, a new tensor or the same. */
  Tensor corrupt(Tensor input);

  /** As configured. */
  static Corruption of(Regularisation regularisation) {
    double level = regularisation.level();
    return switch (regularisation.noise()) {
      case NONE -> input -> input;
      case GAUSSIAN -> input -> torch.randn_like(input).mul_(new Scalar(level)).add_(input);
      case MASKING -> input -> input.mul(torch.rand_like(input).ge(new Scalar(level)).to(input));
      case SWAP ->
          input -> {
            Tensor others =
                input.index_select(
                    0, torch.randperm(input.size(0)).to(input.device(), torch.ScalarType.Long));
            return torch.where(torch.rand_like(input).lt(new Scalar(level)), others, input);
          };
    };
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
      Arrays.fill(perRow, 1);
      perRow[0] = input.size(0);
      Tensor sigma =
          torch.rand(perRow).mul_(new Scalar(logHigh - logLow)).add_(new Scalar(logLow)).exp_();
      return torch.randn_like(input).mul_(sigma.to(input)).add_(input);
    };
  }
}
