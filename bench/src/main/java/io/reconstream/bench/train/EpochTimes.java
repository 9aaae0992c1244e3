/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.train;

import java.util.List;

/**
 * What one process measured.
 *
 * @param seconds per epoch, the first left out
 * @param gigaflops per second of libtorch's matrix product in the same process, 0 where not
 *     measured
 */
record EpochTimes(List<Double> seconds, double gigaflops) {
  EpochTimes {
    seconds = List.copyOf(seconds);
  }
}
