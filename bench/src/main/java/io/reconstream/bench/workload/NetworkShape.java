/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.workload;

import java.util.List;

/**
 * A symmetric autoencoder, given by its encoder.
 *
 * @param features F, the width of a row
 * @param encoder widths of the hidden layers up to the latent
 */
public record NetworkShape(int features, List<Integer> encoder) {

  public static final NetworkShape SMALL = new NetworkShape(30, List.of(16, 8));
  public static final NetworkShape LARGE = new NetworkShape(784, List.of(400, 20));

  public NetworkShape {
    encoder = List.copyOf(encoder);
  }

  /** Such as {@code 30-16-8-16-30}. */
  public String label() {
    StringBuilder label = new StringBuilder().append(features);
    encoder.forEach(width -> label.append('-').append(width));
    for (int i = encoder.size() - 2; i >= 0; i--) {
      label.append('-').append(encoder.get(i));
    }
    return label.append('-').append(features).toString();
  }

  /** Multiply-adds of one row through the network. */
  public long multiplyAdds() {
    long sum = 0;
    int from = features;
    for (int to : encoder) {
      sum += 2L * from * to;
      from = to;
    }
    return sum;
  }
}
