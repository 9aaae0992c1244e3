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
 * Mean 0 and deviation 1 over all values of the last axes, then a learnt scale and shift of each
 * (Ba, Kiros and Hinton, 2016).
 */
final class LayerNorm implements Layer {
  private static final float EPSILON = 1e-5f;

  private final long[] dims;
  private final Tensor scale;
  private final Tensor shift;

  /**
   * @param dims the sizes of the last axes
   */
  LayerNorm(long... dims) {
    this.dims = dims.clone();
    this.scale = Tensors.parameter(1, dims);
    this.shift = Tensors.parameter(0, dims);
  }

  @Override
  public Tensor forward(Tensor input) {
    return torch.layer_norm(
        input, dims, new TensorOptional(scale), new TensorOptional(shift), EPSILON, false);
  }

  @Override
  public Value export(Value input) {
    return input
        .graph()
        .apply(
            "LayerNormalization",
            List.of(
                input,
                input.graph().constant(Tensors.floats(scale), dims),
                input.graph().constant(Tensors.floats(shift), dims)),
            attribute("axis", (long) -dims.length),
            attribute("epsilon", EPSILON));
  }

  @Override
  public void register(Module parent, String name) {
    parent.register_parameter(name + "_scale", scale);
    parent.register_parameter(name + "_shift", shift);
  }
}
