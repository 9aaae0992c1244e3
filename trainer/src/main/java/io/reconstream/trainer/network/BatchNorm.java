/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.network;

import static io.reconstream.trainer.export.Graph.attribute;

import io.reconstream.trainer.export.Value;
import java.util.List;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Mean 0 and deviation 1 per channel, the axis after the batch, then a learnt scale and shift: over
 * the batch in training, by running statistics in evaluation and in the graph (Ioffe and Szegedy,
 * 2015). ONNX Runtime folds it into a convolution before it.
 */
final class BatchNorm implements Layer {
  private static final double MOMENTUM = 0.1;
  private static final float EPSILON = 1e-5f;

  private final Module module = new Module("batch_norm");
  private final Tensor scale;
  private final Tensor shift;
  private final Tensor mean;
  private final Tensor variance;

  BatchNorm(int channels) {
    this.scale = Tensors.parameter(1, channels);
    this.shift = Tensors.parameter(0, channels);
    this.mean = Tensors.parameter(0, channels).detach();
    this.variance = Tensors.parameter(1, channels).detach();
    // what registering returns lies within the module, which moves it when more is registered
    module.register_parameter("scale", scale);
    module.register_parameter("shift", shift);
    module.register_buffer("mean", mean);
    module.register_buffer("variance", variance);
  }

  @Override
  public Tensor forward(Tensor input) {
    // a batch of one value per channel has no deviation
    boolean overBatch = module.is_training() && input.numel() > input.size(1);
    return torch.batch_norm(
        input,
        new TensorOptional(scale),
        new TensorOptional(shift),
        new TensorOptional(mean),
        new TensorOptional(variance),
        overBatch,
        MOMENTUM,
        EPSILON,
        false);
  }

  @Override
  public Value export(Value input) {
    return input
        .graph()
        .apply(
            "BatchNormalization",
            List.of(
                input,
                vector(input, scale),
                vector(input, shift),
                vector(input, mean),
                vector(input, variance)),
            attribute("epsilon", EPSILON));
  }

  private static Value vector(Value input, Tensor tensor) {
    return input.graph().vector(Tensors.floats(tensor));
  }

  @Override
  public void register(Module parent, String name) {
    parent.register_module(name, module);
  }
}
