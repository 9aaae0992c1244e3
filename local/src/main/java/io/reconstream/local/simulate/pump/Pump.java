/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.simulate.pump;

import java.time.Duration;
import java.util.EnumMap;
import java.util.random.RandomGenerator;

/** One pump: its load, its temperatures, and what perfect sensors would show. */
final class Pump {
  private static final double EFFICIENCY = 0.55;
  private static final double POWER_FACTOR = 0.82;

  private final String name;
  private final LoadCycle load;
  private final Surroundings surroundings;
  private final double imbalance;
  private final Lag fluid = new Lag(Duration.ofMinutes(25), 30);
  private final Lag bearing = new Lag(Duration.ofMinutes(8), 45);

  Pump(String name, Surroundings surroundings, RandomGenerator random) {
    this.name = name;
    this.surroundings = surroundings;
    this.load = new LoadCycle(random);
    // no two rotors are balanced alike
    this.imbalance = 1 + 0.02 * random.nextGaussian();
  }

  String name() {
    return name;
  }

  /**
   * Runs for one step.
   *
   * @param leak opening of a leak, 0 for none
   * @return the true value for each {@link Sensor}
   */
  EnumMap<Sensor, Double> run(Duration step, double leak) {
    load.advance(step);
    double speed = load.speed();
    Hydraulics hydraulics = Hydraulics.solve(speed, load.valve(), leak);
    double input = hydraulics.power() / EFFICIENCY + 0.08 * speed * speed * speed;
    double losses = input - hydraulics.power();
    double air = surroundings.air();

    double voltage = surroundings.voltage() - 1.2 * input;
    fluid.approach(air + 55 * losses, step);
    bearing.approach(0.6 * air + 0.4 * fluid.value() + 20 * speed * speed + 12 * input, step);

    // away from its best flow for the speed a pump runs rougher
    double offBest = hydraulics.pumped() / (110 * speed) - 1;
    double rotor = imbalance * speed * speed;
    EnumMap<Sensor, Double> truth = new EnumMap<>(Sensor.class);
    truth.put(Sensor.VIBRATION_DRIVE_END, 0.6 + 3.0 * rotor + 1.2 * offBest * offBest);
    truth.put(Sensor.VIBRATION_FREE_END, 0.5 + 2.2 * rotor + 1.6 * offBest * offBest);
    truth.put(Sensor.MOTOR_CURRENT, 1000 * input / (voltage * POWER_FACTOR));
    truth.put(Sensor.SUPPLY_VOLTAGE, voltage);
    truth.put(Sensor.DISCHARGE_PRESSURE, hydraulics.pressure());
    truth.put(Sensor.FLOW_RATE, hydraulics.metered());
    truth.put(Sensor.FLUID_TEMPERATURE, fluid.value());
    truth.put(Sensor.BEARING_TEMPERATURE, bearing.value());
    return truth;
  }
}
