/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.network;

import static io.reconstream.trainer.export.Graph.attribute;

import io.reconstream.trainer.export.Value;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Up-sampling by nearest neighbour along the axes after batch and channels: each value {@code
 * factor} times, cut off at the given places.
 *
 * @param factor how often
 * @param places of each axis of the result
 */
record Repeated(int factor, List<Integer> places) implements Layer {

  Repeated {
    places = List.copyOf(places);
  }

  @Override
  public Tensor forward(Tensor input) {
    Tensor result = input;
    for (int axis = 0; axis < places.size(); axis++) {
      result =
          torch
              .repeat_interleave(result, factor, new LongOptional(axis + 2), new LongOptional())
              .narrow(axis + 2, 0, places.get(axis));
    }
    return result;
  }

  @Override
  public Value export(Value input) {
    float[] scales = new float[places.size() + 2];
    Arrays.fill(scales, factor);
    scales[0] = 1;
    scales[1] = 1;
    Value result =
        input
            .graph()
            .apply(
                "Resize",
                Arrays.asList(input, null, input.graph().vector(scales)),
                attribute("mode", "nearest"),
                attribute("coordinate_transformation_mode", "asymmetric"),
                attribute("nearest_mode", "floor"));
    for (int axis = 0; axis < places.size(); axis++) {
      if (places.get(axis) % factor != 0) {
        result = result.slice(axis + 2, 0, places.get(axis));
      }
    }
    return result;
  }
}
