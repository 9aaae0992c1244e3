/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.network;

import io.reconstream.trainer.config.ModelConfig;
import io.reconstream.trainer.config.Upsampling;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Convolutions down and, mirrored, up again.
 *
 * @param filters channels of the encoder's convolutions
 * @param kernel odd
 * @param stride of each of them
 * @param upsampling how the decoder undoes it
 * @param hidden what follows each but the last
 */
record Convolutions(
    List<Integer> filters, int kernel, int stride, Upsampling upsampling, Hidden hidden) {

  static Architecture of(ModelConfig.Conv1d model, Shape shape) {
    Convolutions convolutions =
        new Convolutions(
            model.filters(),
            model.kernel(),
            model.stride(),
            model.upsampling(),
            Architectures.hidden(model.activation(), model.normalisation(), model));
    Layer swap = new Permuted(List.of(0L, 2L, 1L)); // rows and channels
    return convolutions.around(
        model.latent(),
        List.of(swap),
        shape.inputs(),
        List.of(shape.rows()),
        shape.units(),
        List.of(swap));
  }

  static Architecture of(ModelConfig.Conv2d model, Shape shape) {
    Convolutions convolutions =
        new Convolutions(
            model.filters(),
            model.kernel(),
            model.stride(),
            model.upsampling(),
            Architectures.hidden(model.activation(), model.normalisation(), model));
    int channels = model.channels();
    return convolutions.around(
        model.latent(),
        List.of(
            new FirstColumns(shape.units()),
            new Unflat(List.of(model.height(), model.width(), channels)),
            new Permuted(List.of(0L, 3L, 1L, 2L))),
        channels,
        List.of(model.height(), model.width()),
        channels,
        List.of(new Permuted(List.of(0L, 2L, 3L, 1L)), new Flat(shape.units())));
  }

  /**
   * The network between what turns rows into {@code [N, inputs, places...]} and what turns {@code
   * [N, outputs, places...]} into rows.
   */
  private Architecture around(
      int latent,
      List<Layer> before,
      int inputs,
      List<Integer> places,
      int outputs,
      List<Layer> after) {
    List<Layer> down = new ArrayList<>(before);
    List<Layer> up = new ArrayList<>(after);
    List<Integer> current = places;
    for (int i = 0; i < filters.size(); i++) {
      int wide = i == 0 ? inputs : filters.get(i - 1);
      int narrow = filters.get(i);
      List<Integer> shorter = current.stream().map(length -> (length - 1) / stride + 1).toList();
      down.add(Convolution.down(wide, narrow, kernel, stride, places.size()));
      down.addAll(hidden.after(dims(narrow, shorter)));
      List<Layer> back = back(narrow, i == 0 ? outputs : wide, current);
      if (i > 0) {
        back.addAll(hidden.after(dims(wide, current)));
      }
      up.addAll(0, back);
      current = shorter;
    }
    int[] deepest = dims(filters.get(filters.size() - 1), current);
    int features = IntStream.of(deepest).reduce(1, Math::multiplyExact);
    down.add(new Flat(features));
    up.addAll(0, hidden.after(deepest));
    up.addAll(
        0,
        List.of(new Dense(latent, features), new Unflat(IntStream.of(deepest).boxed().toList())));
    return new Architecture(new Layers(down), features, latent, new Layers(up));
  }

  private List<Layer> back(int inputs, int outputs, List<Integer> places) {
    return switch (upsampling) {
      case TRANSPOSED ->
          new ArrayList<>(List.of(Convolution.up(inputs, outputs, kernel, stride, places)));
      case NEAREST ->
          new ArrayList<>(
              List.of(
                  new Repeated(stride, places),
                  Convolution.down(inputs, outputs, kernel, 1, places.size())));
    };
  }

  private static int[] dims(int channels, List<Integer> places) {
    return IntStream.concat(IntStream.of(channels), places.stream().mapToInt(Integer::intValue))
        .toArray();
  }
}
