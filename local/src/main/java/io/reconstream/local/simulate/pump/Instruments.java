/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.simulate.pump;

import io.reconstream.local.simulate.pump.SensorFault.Moment;
import java.time.Instant;
import java.util.EnumMap;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/** The sensors of one pump: they add noise to the truth, and may be struck by a fault. */
final class Instruments {
  private final RandomGenerator noise;
  private final RandomGenerator faultNoise;
  private final Ageing ageing;
  private OptionalDouble atStart = OptionalDouble.empty();

  Instruments(RandomGenerator noise, RandomGenerator faultNoise, Ageing ageing) {
    this.noise = noise;
    this.faultNoise = faultNoise;
    this.ageing = ageing;
  }

  /** What healthy sensors show of the truth; a new array. */
  EnumMap<Sensor, Double> measure(EnumMap<Sensor, Double> truth, Instant time) {
    EnumMap<Sensor, Double> healthy = truth.clone();
    healthy.replaceAll(
        (sensor, value) ->
            value + sensor.noise() * noise.nextGaussian() + ageing.offset(sensor, time));
    return healthy;
  }

  /**
   * What the sensors show if one of them is struck.
   *
   * @param neighbour what another pump's healthy sensors show
   */
  EnumMap<Sensor, Double> strike(
      SensorFault fault,
      double progress,
      EnumMap<Sensor, Double> healthy,
      EnumMap<Sensor, Double> neighbour) {
    Sensor sensor = fault.sensor();
    double value = healthy.get(sensor);
    if (atStart.isEmpty()) {
      atStart = OptionalDouble.of(value);
    }
    Moment moment =
        new Moment(value, atStart.getAsDouble(), neighbour.get(sensor), progress, faultNoise);
    EnumMap<Sensor, Double> shown = healthy.clone();
    // a transmitter does not go below zero
    shown.put(sensor, Math.max(0, fault.show(moment)));
    return shown;
  }

  /** The fault is over. */
  void recover() {
    atStart = OptionalDouble.empty();
  }
}
