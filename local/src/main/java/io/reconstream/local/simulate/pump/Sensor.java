/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.simulate.pump;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The sensors of one pump, in the order of a reading. */
public enum Sensor {
  /** mm/s RMS. */
  VIBRATION_DRIVE_END(0.05, 3.0, true),
  /** mm/s RMS. */
  VIBRATION_FREE_END(0.04, 2.3, true),
  /** A. */
  MOTOR_CURRENT(0.02, 2.0, true),
  /** V. */
  SUPPLY_VOLTAGE(0.4, 12.0, false),
  /** bar. */
  DISCHARGE_PRESSURE(0.015, 1.2, true),
  /** l/min. */
  FLOW_RATE(0.8, 100.0, true),
  /** °C. */
  FLUID_TEMPERATURE(0.1, 20.0, false),
  /** °C. */
  BEARING_TEMPERATURE(0.15, 30.0, false);

  private final double noise;
  private final double span;
  private final boolean followsLoad;

  Sensor(double noise, double span, boolean followsLoad) {
    this.noise = noise;
    this.span = span;
    this.followsLoad = followsLoad;
  }

  /** The standard deviation of a healthy sensor's noise, in its unit. */
  public double noise() {
    return noise;
  }

  /** The width of its working range, in its unit; intensities of faults are relative to it. */
  public double span() {
    return span;
  }

  /** Whether it follows the load at once; the others take minutes, or do not follow it. */
  public boolean followsLoad() {
    return followsLoad;
  }

  /** The name of its field in a {@link io.reconstream.schemas.SensorReading}. */
  public String field() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<Sensor> followingLoad() {
    return Stream.of(values()).filter(Sensor::followsLoad).toList();
  }
}
