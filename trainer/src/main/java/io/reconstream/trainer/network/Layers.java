/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.network;

import io.reconstream.trainer.export.Value;
import java.util.List;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/**
 * Stages one after the other.
 *
 * @param stages in order; none is the identity
 */
public record Layers(List<Layer> stages) implements Layer {

  public Layers {
    stages = List.copyOf(stages);
  }

  @Override
  public Tensor forward(Tensor input) {
    Tensor result = input;
    for (Layer stage : stages) {
      result = stage.forward(result);
    }
    return result;
  }

  @Override
  public Value export(Value input) {
    Value result = input;
    for (Layer stage : stages) {
      result = stage.export(result);
    }
    return result;
  }

  @Override
  public void register(Module parent, String name) {
    for (int i = 0; i < stages.size(); i++) {
      stages.get(i).register(parent, name + "_" + i);
    }
  }
}
