/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import io.reconstream.trainer.config.TrainingSettings;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.RMSprop;
import org.bytedeco.pytorch.RMSpropOptions;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.TensorVector;

/** libtorch's optimisers by name. */
final class Optimizers {
  private static final double MOMENTUM = 0.9;

  private Optimizers() {}

  static Optimizer create(
      TrainingSettings.Optimizer name, TensorVector parameters, double learningRate) {
    return switch (name) {
      case ADAM -> new Adam(parameters, new AdamOptions(learningRate));
      case ADAMW -> new AdamW(parameters, new AdamWOptions(learningRate));
      case RMSPROP -> new RMSprop(parameters, new RMSpropOptions(learningRate));
      case SGD -> {
        SGDOptions options = new SGDOptions(learningRate);
        options.momentum().put(MOMENTUM);
        yield new SGD(parameters, options);
      }
    };
  }

  /** Sets the step size of all parameters. */
  static void setRate(Optimizer optimizer, double learningRate) {
    optimizer.param_groups().get(0).options().set_lr(learningRate);
  }
}
