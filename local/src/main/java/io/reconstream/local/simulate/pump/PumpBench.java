/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.simulate.pump;

import io.reconstream.local.simulate.Episode;
import io.reconstream.local.simulate.Event;
import io.reconstream.local.simulate.Simulation;
import io.reconstream.schemas.SensorReading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;

/** The whole bench: every pump gives one reading each interval, five seconds unless told. */
public final class PumpBench implements Simulation {
  /** How many pumps stand on it. */
  public static final int PUMPS = 4;

  /** The time between two readings of a pump. */
  public static final Duration INTERVAL = Duration.ofSeconds(5);

  /** Temperatures need this long to forget where they began. */
  private static final Duration RUN_IN = Duration.ofHours(2);

  private final Duration interval;
  private final Surroundings surroundings;
  private final List<Stand> stands = new ArrayList<>();
  private final Queue<Event> readings = new ArrayDeque<>();
  private Instant time;

  /**
   * What stands on a bench, and what happens there.
   *
   * @param pumps how many; at least 2, as crossed cables need a neighbour
   * @param interval the time between two readings of a pump
   * @param faults whether faults are injected
   * @param ageing how far a sensor's calibration moves in a week, as a share of its span: the
   *     standard deviation over sensors, each of which keeps its own pace; 0 for none
   */
  public record Setup(int pumps, Duration interval, boolean faults, double ageing) {
    public Setup {
      if (pumps < 2 || interval.isNegative() || interval.isZero() || !(ageing >= 0)) {
        throw new IllegalArgumentException(
            "a bench of %d pumps, read every %s, ageing %s; expected at least 2, above 0, at least 0"
                .formatted(pumps, interval, ageing));
      }
    }
  }

  /** A pump on its stand, with its sensors and what will befall it. */
  private record Stand(Pump pump, Instruments instruments, Optional<FaultSchedule> faults) {
    Optional<ActiveFault> fault(Instant time) {
      return faults.flatMap(schedule -> schedule.at(time));
    }
  }

  /**
   * @param seed of every random choice
   * @param faults whether faults are injected
   * @param start the time of the first reading
   */
  public PumpBench(long seed, boolean faults, Instant start) {
    this(seed, new Setup(PUMPS, INTERVAL, faults, 0), start);
  }

  /**
   * The pumps of a seed are the same ones whatever the interval, and whether or not they fail.
   *
   * @param seed of every random choice
   * @param start the time of the first reading
   */
  public PumpBench(long seed, Setup setup, Instant start) {
    interval = setup.interval();
    SplittableRandom random = new SplittableRandom(seed);
    SplittableRandom ageing = new SplittableRandom(~seed);
    surroundings = new Surroundings(random.split());
    for (int i = 1; i <= setup.pumps(); i++) {
      Pump pump = new Pump("pump-" + i, surroundings, random.split());
      Instruments instruments =
          new Instruments(
              random.split(), random.split(), new Ageing(setup.ageing(), start, ageing.split()));
      FaultSchedule schedule = new FaultSchedule(pump.name(), start, random.split());
      stands.add(
          new Stand(pump, instruments, setup.faults() ? Optional.of(schedule) : Optional.empty()));
    }
    for (time = start.minus(RUN_IN); time.isBefore(start); time = time.plus(interval)) {
      surroundings.advance(time, interval);
      stands.forEach(stand -> stand.pump().run(interval, 0));
    }
  }

  @Override
  public Event next() {
    if (readings.isEmpty()) {
      readAll();
      time = time.plus(interval);
    }
    return readings.remove();
  }

  private void readAll() {
    surroundings.advance(time, interval);
    List<EnumMap<Sensor, Double>> healthy = new ArrayList<>();
    for (Stand stand : stands) {
      double leak = stand.fault(time).map(active -> active.leak(time)).orElse(0.0);
      healthy.add(stand.instruments().measure(stand.pump().run(interval, leak), time));
    }
    for (int i = 0; i < stands.size(); i++) {
      readings.add(read(stands.get(i), healthy.get(i), healthy.get((i + 1) % stands.size())));
    }
  }

  private Event read(
      Stand stand, EnumMap<Sensor, Double> healthy, EnumMap<Sensor, Double> neighbour) {
    Optional<ActiveFault> active = stand.fault(time);
    EnumMap<Sensor, Double> shown = healthy;
    if (active.isEmpty()) {
      stand.instruments().recover();
    } else if (active.get().fault() instanceof SensorFault fault) {
      double progress = active.get().progress(time);
      shown = stand.instruments().strike(fault, progress, healthy, neighbour);
    }
    return event(stand.pump().name(), shown, active.map(ActiveFault::episode));
  }

  private Event event(String machine, EnumMap<Sensor, Double> shown, Optional<Episode> episode) {
    SensorReading reading =
        SensorReading.newBuilder()
            .setMachine(machine)
            .setTime(time)
            .setVibrationDriveEnd(shown.get(Sensor.VIBRATION_DRIVE_END))
            .setVibrationFreeEnd(shown.get(Sensor.VIBRATION_FREE_END))
            .setMotorCurrent(shown.get(Sensor.MOTOR_CURRENT))
            .setSupplyVoltage(shown.get(Sensor.SUPPLY_VOLTAGE))
            .setDischargePressure(shown.get(Sensor.DISCHARGE_PRESSURE))
            .setFlowRate(shown.get(Sensor.FLOW_RATE))
            .setFluidTemperature(shown.get(Sensor.FLUID_TEMPERATURE))
            .setBearingTemperature(shown.get(Sensor.BEARING_TEMPERATURE))
            .setFault(episode.map(Episode::kind).orElse(null))
            .build();
    return new Event(machine, time, reading, episode);
  }
}
