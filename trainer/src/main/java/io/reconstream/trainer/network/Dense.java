/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.network;

import io.reconstream.trainer.export.Value;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** A fully connected layer over the last axis: {@code y = x Wᵀ + b}. */
public final class Dense implements Layer {
  private final LinearImpl linear;

  /**
   * With libtorch's own initial weights, uniform within {@code 1/sqrt(inputs)}.
   *
   * @throws io.reconstream.trainer.config.InvalidInputException if a bundle cannot hold as many
   */
  public Dense(int inputs, int outputs) {
    Tensors.checkSize(inputs, outputs);
    this.linear = new LinearImpl(inputs, outputs);
  }

  /** With given weights {@code [outputs, inputs]}, row after row. */
  public Dense(int inputs, float[] weight, float[] bias) {
    this(inputs, bias.length);
    try (NoGradGuard frozen = new NoGradGuard();
        PointerScope scope = new PointerScope()) {
      linear.weight().copy_(Tensors.of(weight, bias.length, inputs));
      linear.bias().copy_(Tensors.of(bias, bias.length));
    }
  }

  /** Draws the weights anew from a normal distribution and sets the biases to 0. */
  public Dense normal(double deviation) {
    try (NoGradGuard frozen = new NoGradGuard();
        Scalar zero = new Scalar(0.0)) {
      linear.weight().normal_(0, deviation, new GeneratorOptional());
      linear.bias().fill_(zero);
    }
    return this;
  }

  /** {@code [outputs, inputs]}. */
  Tensor weight() {
    return linear.weight();
  }

  boolean isTraining() {
    return linear.is_training();
  }

  @Override
  public Tensor forward(Tensor input) {
    return linear.forward(input);
  }

  @Override
  public Value export(Value input) {
    return affine(input, linear.weight().t(), linear.bias());
  }

  static Value affine(Value input, Tensor matrix, Tensor bias) {
    return input
        .matMul(input.graph().constant(Tensors.floats(matrix), matrix.size(0), matrix.size(1)))
        .plus(input.graph().vector(Tensors.floats(bias)));
  }

  @Override
  public void register(Module parent, String name) {
    parent.register_module(name, linear);
  }
}
