/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.network;

import static io.reconstream.trainer.export.Graph.attribute;

import io.reconstream.trainer.export.Value;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Scaled dot-product attention of a window's rows to one another, in several heads (Vaswani et al.,
 * 2017): {@code [N, rows, width]} to the same shape.
 */
final class SelfAttention implements Layer {
  private final int rows;
  private final int width;
  private final int heads;
  private final Dense query;
  private final Dense key;
  private final Dense value;
  private final Dense output;

  /**
   * @param heads a divisor of the width
   */
  SelfAttention(int rows, int width, int heads) {
    this.rows = rows;
    this.width = width;
    this.heads = heads;
    this.query = new Dense(width, width);
    this.key = new Dense(width, width);
    this.value = new Dense(width, width);
    this.output = new Dense(width, width);
  }

  private double scale() {
    return 1 / Math.sqrt((double) width / heads);
  }

  @Override
  public Tensor forward(Tensor input) {
    Tensor products = heads(query.forward(input)).matmul(heads(key.forward(input)).transpose(2, 3));
    Tensor weights = torch.softmax(products.mul(new Scalar(scale())), -1);
    Tensor seen = weights.matmul(heads(value.forward(input)));
    return output.forward(seen.permute(0, 2, 1, 3).reshape(input.size(0), rows, width));
  }

  private Tensor heads(Tensor input) {
    return input.reshape(input.size(0), rows, heads, width / heads).permute(0, 2, 1, 3);
  }

  @Override
  public Value export(Value input) {
    Value products =
        heads(query.export(input), 0, 2, 1, 3).matMul(heads(key.export(input), 0, 2, 3, 1));
    Value weights = products.times((float) scale()).with("Softmax", attribute("axis", -1L));
    Value seen = weights.matMul(heads(value.export(input), 0, 2, 1, 3));
    return output.export(seen.transpose(0, 2, 1, 3).reshape(-1, rows, width));
  }

  private Value heads(Value input, long... order) {
    return input.reshape(-1, rows, heads, width / heads).transpose(order);
  }

  @Override
  public void register(Module parent, String name) {
    query.register(parent, name + "_query");
    key.register(parent, name + "_key");
    value.register(parent, name + "_value");
    output.register(parent, name + "_output");
  }
}
