/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.model.window;

import java.util.List;

/**
 * How the parts of a series score become the score: each part is smoothed per key by an exponential
 * moving average, {@code s = s + alpha * (part - s)} starting at the first part, then the score is
 * the mean over parts of {@code weight * log(s + offset)}.
 *
 * @param alpha weight of the newest part, in (0, 1]
 * @param offset added before the logarithm; above 0
 * @param weights one per column of the graph's {@code components} output; the mean divides by their
 *     sum
 */
public record Smoothing(double alpha, double offset, List<Double> weights) {

  public Smoothing {
    weights = List.copyOf(weights);
    boolean valid =
        alpha > 0
            && alpha <= 1
            && offset > 0
            && offset <= Double.MAX_VALUE
            && !weights.isEmpty()
            && weights.stream().allMatch(w -> w >= 0 && w <= Double.MAX_VALUE)
            && weights.stream().anyMatch(w -> w > 0);
    if (!valid) {
      throw new IllegalArgumentException(
          "smoothing has alpha %s, offset %s, weights %s; expected alpha in (0, 1], offset above 0, weights of at least 0 and one above"
              .formatted(alpha, offset, weights));
    }
  }

  /**
   * Updates a key's smoothed parts in place; {@code NaN} in {@code state} means no part yet, and a
   * part that is {@code NaN} leaves its state as it is.
   */
  public void update(float[] state, float[] parts) {
    for (int i = 0; i < state.length; i++) {
      if (Float.isNaN(state[i])) {
        state[i] = parts[i];
      } else if (!Float.isNaN(parts[i])) {
        state[i] = (float) (state[i] + alpha * (parts[i] - state[i]));
      }
    }
  }

  /** The score of smoothed parts. */
  public double score(float[] state) {
    double sum = 0;
    double total = 0;
    for (int i = 0; i < state.length; i++) {
      sum += weights.get(i) * Math.log(state[i] + offset);
      total += weights.get(i);
    }
    return sum / total;
  }
}
