/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.simulate.pump;

/**
 * A leak between pump and flow meter that opens over the first third of its time: pressure and
 * metered flow fall, while the motor works as hard.
 *
 * @param opening in the end, as a share of the pipe's conductance
 */
public record Leak(double opening) implements Fault {

  @Override
  public String kind() {
    return "leak";
  }

  double opening(double progress) {
    return opening * Math.min(1, 3 * progress);
  }
}
