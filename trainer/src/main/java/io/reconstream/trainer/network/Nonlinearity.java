/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.network;

import static io.reconstream.trainer.export.Graph.attribute;

import io.reconstream.trainer.config.Activation;
import io.reconstream.trainer.export.Value;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * An activation without parameters, element by element.
 *
 * @param activation which
 */
public record Nonlinearity(Activation activation) implements Layer {
  private static final float LEAK = 0.01f;

  @Override
  public Tensor forward(Tensor input) {
    return switch (activation) {
      case SIGMOID -> torch.sigmoid(input);
      case TANH -> torch.tanh(input);
      case RELU -> torch.relu(input);
      case LEAKY_RELU -> torch.leaky_relu(input);
      case ELU -> torch.elu(input);
      case GELU -> torch.gelu(input);
      case SILU -> torch.silu(input);
      case PRELU -> throw new IllegalStateException("its slope is learnt, see Rectifier");
    };
  }

  @Override
  public Value export(Value input) {
    return switch (activation) {
      case SIGMOID -> input.apply("Sigmoid");
      case TANH -> input.apply("Tanh");
      case RELU -> input.apply("Relu");
      case LEAKY_RELU -> input.with("LeakyRelu", attribute("alpha", LEAK));
      case ELU -> input.apply("Elu");
      // x Φ(x), with the error function, as libtorch computes it
      case GELU ->
          input.times((float) Math.sqrt(0.5)).apply("Erf").plus(1).times(input).times(0.5f);
      case SILU -> input.times(input.apply("Sigmoid"));
      case PRELU -> throw new IllegalStateException("its slope is learnt, see Rectifier");
    };
  }
}
