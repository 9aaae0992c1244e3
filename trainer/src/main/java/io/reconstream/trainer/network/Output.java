/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.network;

import static io.reconstream.trainer.export.Graph.attribute;

import io.reconstream.trainer.config.OutputActivation;
import io.reconstream.trainer.export.Preprocessing;
import io.reconstream.trainer.export.Value;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The last layer's activation, over the last axis, whose width is that of the standardised row.
 *
 * @param activation other than {@link OutputActivation#AUTO}
 * @param preprocessing whose units the network reconstructs
 */
public record Output(OutputActivation activation, Preprocessing preprocessing) implements Layer {

  @Override
  public Tensor forward(Tensor input) {
    return switch (activation) {
      case SIGMOID -> torch.sigmoid(input);
      case SOFTMAX -> {
        TensorVector parts = new TensorVector();
        for (Preprocessing.Block block : preprocessing.blocks()) {
          Tensor part = input.narrow(-1, block.from(), block.to() - block.from());
          parts.push_back(block.category() ? torch.softmax(part, -1) : part);
        }
        yield torch.cat(parts, -1);
      }
      case AUTO, LINEAR -> input;
    };
  }

  @Override
  public Value export(Value input) {
    return switch (activation) {
      case SIGMOID -> input.apply("Sigmoid");
      case SOFTMAX -> {
        List<Value> parts = new ArrayList<>();
        for (Preprocessing.Block block : preprocessing.blocks()) {
          Value part = input.slice(-1, block.from(), block.to());
          parts.add(block.category() ? part.with("Softmax", attribute("axis", -1)) : part);
        }
        yield Value.concat(-1, parts);
      }
      case AUTO, LINEAR -> input;
    };
  }
}
