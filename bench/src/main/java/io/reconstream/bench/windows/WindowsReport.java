/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.windows;

import java.util.List;

/**
 * All figures of one run.
 *
 * @param model the network
 * @param multiplyAdds of one window through it
 * @param speed of each case
 * @param restore of the largest number of keys
 */
public record WindowsReport(
    String model, long multiplyAdds, List<WindowsResult> speed, RestoreResult restore) {

  public WindowsReport {
    speed = List.copyOf(speed);
  }
}
