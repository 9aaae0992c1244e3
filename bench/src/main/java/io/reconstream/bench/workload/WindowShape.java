/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.workload;

import java.util.List;

/**
 * A convolutional autoencoder of windows, given by its encoder; the decoder repeats values and
 * convolves.
 *
 * @param length T, the rows of a window
 * @param features F, the width of a row
 * @param filters channels of the encoder's convolutions
 * @param kernel of each convolution
 * @param stride of the encoder's convolutions
 * @param latent width of the latent vector
 */
public record WindowShape(
    int length, int features, List<Integer> filters, int kernel, int stride, int latent) {

  /** What {@code model.type: conv1d} is by default, with a latent of 16. */
  public static final WindowShape DEFAULT = new WindowShape(64, 8, List.of(16, 8), 5, 2, 16);

  public WindowShape {
    filters = List.copyOf(filters);
  }

  /** Such as {@code 64x8 conv1d 16-8}. */
  public String label() {
    return "%dx%d conv1d %s"
        .formatted(
            length, features, String.join("-", filters.stream().map(String::valueOf).toList()));
  }

  /** Multiply-adds of one window through the network. */
  public long multiplyAdds() {
    long sum = 0;
    int places = length;
    int wide = features;
    for (int narrow : filters) {
      int shorter = (places - 1) / stride + 1;
      sum += (long) shorter * narrow * wide * kernel; // down
      sum += (long) places * wide * narrow * kernel; // and up again
      places = shorter;
      wide = narrow;
    }
    return sum + 2L * places * wide * latent;
  }
}
