/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import io.reconstream.trainer.config.Loss;
import io.reconstream.trainer.export.Preprocessing;
import io.reconstream.trainer.network.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** A loss as libtorch computes it. */
@FunctionalInterface
interface Criterion {

  /**
   * The mean loss of a batch, a scalar.
   *
   * @param output what the network made of it, {@code [N, D]} or {@code [N, T, D]}
   * @param target the standardised rows, of the same shape
   */
  Tensor of(Tensor output, Tensor target);

  /** A loss that takes every unit alike. */
  static Criterion of(Loss loss) {
    return switch (loss) {
      case MSE -> torch::mse_loss;
      case MAE -> torch::l1_loss;
      case HUBER -> torch::huber_loss;
      case BINARY_CROSS_ENTROPY ->
          (output, target) -> torch.binary_cross_entropy(output, unit(target));
      case KL_DIVERGENCE ->
          (output, target) -> {
            Tensor clean = unit(target);
            Tensor positive = output.clamp_min(new Scalar(Float.MIN_NORMAL));
            Tensor entropy = torch.xlogy(clean, clean);
            return entropy.sub(clean.mul(positive.log())).sub(clean).add(output).mean();
          };
      case HINGE ->
          (output, target) ->
              signs(unit(target))
                  .mul(signs(output))
                  .neg()
                  .add(new Scalar(1.0))
                  .clamp_min(new Scalar(0.0))
                  .mean();
      case CROSS_ENTROPY ->
          throw new IllegalArgumentException("cross-entropy needs to know the categories");
    };
  }

  /** Any loss, for rows that are standardised so. */
  static Criterion of(Loss loss, Preprocessing preprocessing) {
    return loss == Loss.CROSS_ENTROPY ? crossEntropy(preprocessing) : of(loss);
  }

  /**
   * Squared errors of numbers and cross-entropies of categories, summed over a row and divided by
   * its columns.
   */
  private static Criterion crossEntropy(Preprocessing preprocessing) {
    float[] category = new float[preprocessing.units()];
    for (Preprocessing.Block block : preprocessing.blocks()) {
      for (int unit = block.from(); unit < block.to(); unit++) {
        category[unit] = block.category() ? 1 : 0;
      }
    }
    double perColumn = (double) preprocessing.units() / preprocessing.columns();
    return (output, target) -> {
      Tensor isCategory = Tensors.of(category, category.length).to(output).gt(new Scalar(0.0));
      Tensor logarithm = output.clamp_min(new Scalar(Float.MIN_NORMAL)).log();
      Tensor crossEntropy = target.mul(logarithm).neg();
      Tensor squared = output.sub(target).square();
      return torch.where(isCategory, crossEntropy, squared).mean().mul(new Scalar(perColumn));
    };
  }

  /** Rows scaled to 0..1 leave it where they are beyond what training saw. */
  private static Tensor unit(Tensor target) {
    return target.clamp(scalar(0), scalar(1));
  }

  private static ScalarOptional scalar(double value) {
    return new ScalarOptional(new Scalar(value));
  }

  /** 0..1 to -1..1. */
  private static Tensor signs(Tensor values) {
    return values.mul(new Scalar(2.0)).sub(new Scalar(1.0));
  }
}
