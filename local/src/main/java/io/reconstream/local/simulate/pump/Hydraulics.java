/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.simulate.pump;

/**
 * The operating point: where the pump's curve {@code p = 2.8 n² - 0.9 q²} meets the pipe, whose
 * flow is {@code q = a √p}; a leak before the flow meter is one more such path. Flow is in 100
 * l/min.
 *
 * @param pressure at the discharge, bar
 * @param metered flow through the meter, l/min
 * @param pumped flow through the pump, l/min; more than metered if there is a leak
 */
record Hydraulics(double pressure, double metered, double pumped) {
  private static final double SHUT_OFF_HEAD = 2.8;
  private static final double CURVE = 0.9;
  private static final double PIPE = 1.195;

  /**
   * @param speed of the rated speed
   * @param valve of the full opening
   * @param leak opening of the leak, as a share of the pipe's conductance; 0 for none
   */
  static Hydraulics solve(double speed, double valve, double leak) {
    double meteredPath = PIPE * valve;
    double allPaths = meteredPath + PIPE * leak;
    double pressure = SHUT_OFF_HEAD * speed * speed / (1 + CURVE * allPaths * allPaths);
    double root = Math.sqrt(pressure);
    return new Hydraulics(pressure, 100 * meteredPath * root, 100 * allPaths * root);
  }

  /** kW. */
  double power() {
    return pressure * pumped / 600;
  }
}
