/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.network;

import static io.reconstream.trainer.export.Graph.attribute;

import ai.onnx.proto.OnnxMl.AttributeProto;
import io.reconstream.trainer.export.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * A convolution along the axes after batch and channels, or the transpose of one. With an odd
 * kernel and zeros beyond the edges, stride s makes ceil(L / s) places of L; transposed, it makes
 * the L again.
 */
final class Convolution implements Layer {
  /** {@code [outputs, inputs, kernel...]}; transposed {@code [inputs, outputs, kernel...]}. */
  private final Tensor weight;

  private final Tensor bias;
  private final long[] stride;
  private final long[] padding;
  private final long[] outputPadding;
  private final boolean transposed;

  private Convolution(
      int inputs,
      int outputs,
      int kernel,
      long[] stride,
      long[] outputPadding,
      boolean transposed) {
    int axes = stride.length;
    double bound = 1 / Math.sqrt(inputs * Math.pow(kernel, axes));
    this.weight =
        Tensors.uniform(
            bound,
            LongStream.concat(
                    LongStream.of(transposed ? inputs : outputs, transposed ? outputs : inputs),
                    LongStream.generate(() -> kernel).limit(axes))
                .toArray());
    this.bias = Tensors.uniform(bound, outputs);
    this.stride = stride;
    this.padding = filled(axes, kernel / 2);
    this.outputPadding = outputPadding;
    this.transposed = transposed;
  }

  /**
   * From {@code [N, inputs, L...]} to {@code [N, outputs, ceil(L / stride)...]}.
   *
   * @param kernel odd
   * @param axes how many L there are
   */
  static Convolution down(int inputs, int outputs, int kernel, int stride, int axes) {
    return new Convolution(inputs, outputs, kernel, filled(axes, stride), filled(axes, 0), false);
  }

  /**
   * From {@code [N, inputs, ceil(L / stride)...]} to {@code [N, outputs, L...]}, transposed.
   *
   * @param kernel odd
   * @param places L of each axis
   */
  static Convolution up(int inputs, int outputs, int kernel, int stride, List<Integer> places) {
    long[] rest = places.stream().mapToLong(length -> (length - 1) % stride).toArray();
    return new Convolution(inputs, outputs, kernel, filled(rest.length, stride), rest, true);
  }

  private static long[] filled(int axes, long value) {
    long[] values = new long[axes];
    Arrays.fill(values, value);
    return values;
  }

  @Override
  public Tensor forward(Tensor input) {
    return torch.convolution(
        input,
        weight,
        new TensorOptional(bias),
        stride,
        padding,
        filled(stride.length, 1),
        transposed,
        outputPadding,
        1);
  }

  @Override
  public Value export(Value input) {
    long[] dims = weight.sizes().vec().get();
    List<AttributeProto> attributes =
        new ArrayList<>(
            List.of(
                attribute("kernel_shape", Arrays.copyOfRange(dims, 2, dims.length)),
                attribute("strides", stride),
                attribute(
                    "pads",
                    LongStream.concat(LongStream.of(padding), LongStream.of(padding)).toArray())));
    if (transposed) {
      attributes.add(attribute("output_padding", outputPadding));
    }
    return input
        .graph()
        .apply(
            transposed ? "ConvTranspose" : "Conv",
            List.of(
                input,
                input.graph().constant(Tensors.floats(weight), dims),
                input.graph().vector(Tensors.floats(bias))),
            attributes.toArray(AttributeProto[]::new));
  }

  @Override
  public void register(Module parent, String name) {
    parent.register_parameter(name + "_weight", weight);
    parent.register_parameter(name + "_bias", bias);
  }
}
