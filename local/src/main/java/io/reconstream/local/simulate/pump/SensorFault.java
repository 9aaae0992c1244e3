/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.simulate.pump;

import java.util.random.RandomGenerator;

/** A sensor that shows something other than what is there. */
public sealed interface SensorFault extends Fault {

  /** The sensor that is struck. */
  Sensor sensor();

  /** What it shows. */
  double show(Moment moment);

  /**
   * One reading during a fault.
   *
   * @param healthy what the sensor would show without it
   * @param atStart what it showed when the fault began
   * @param neighbour what the same sensor of another pump shows
   * @param progress from 0 at the fault's start to 1 at its end
   * @param random for faults that are noise
   */
  record Moment(
      double healthy, double atStart, double neighbour, double progress, RandomGenerator random) {}

  /**
   * A jump for a reading or a few.
   *
   * @param intensity in spans of the sensor, negative for a drop
   */
  record Spike(Sensor sensor, double intensity) implements SensorFault {
    @Override
    public String kind() {
      return "spike";
    }

    @Override
    public double show(Moment moment) {
      return moment.healthy() + intensity * sensor.span();
    }
  }

  /**
   * A slow loss of calibration.
   *
   * @param intensity in the end, in spans of the sensor
   */
  record Drift(Sensor sensor, double intensity) implements SensorFault {
    @Override
    public String kind() {
      return "drift";
    }

    @Override
    public double show(Moment moment) {
      return moment.healthy() + intensity * sensor.span() * moment.progress();
    }
  }

  /** The last value, again and again. */
  record StuckSensor(Sensor sensor) implements SensorFault {
    @Override
    public String kind() {
      return "stuck-sensor";
    }

    @Override
    public double show(Moment moment) {
      return moment.atStart();
    }
  }

  /**
   * A loose contact.
   *
   * @param intensity the noise's standard deviation, in spans of the sensor
   */
  record NoiseBurst(Sensor sensor, double intensity) implements SensorFault {
    @Override
    public String kind() {
      return "noise-burst";
    }

    @Override
    public double show(Moment moment) {
      return moment.healthy() + intensity * sensor.span() * moment.random().nextGaussian();
    }
  }

  /** Crossed cables: a plausible value, but of another pump. */
  record CorrelationBreak(Sensor sensor) implements SensorFault {
    @Override
    public String kind() {
      return "correlation-break";
    }

    @Override
    public double show(Moment moment) {
      return moment.neighbour();
    }
  }
}
