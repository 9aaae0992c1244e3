/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.result;

import java.util.List;

/**
 * A figure over several rounds.
 *
 * @param value the median
 * @param spread highest minus lowest, as a share of the median
 */
public record Median(double value, double spread) {

  /** Of at least one value. */
  public static Median of(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    double median =
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    return new Median(median, (sorted.get(sorted.size() - 1) - sorted.get(0)) / median);
  }
}
