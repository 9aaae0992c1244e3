/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.simulate.pump;

import io.reconstream.local.simulate.Episode;
import io.reconstream.local.simulate.pump.SensorFault.CorrelationBreak;
import io.reconstream.local.simulate.pump.SensorFault.Drift;
import io.reconstream.local.simulate.pump.SensorFault.NoiseBurst;
import io.reconstream.local.simulate.pump.SensorFault.Spike;
import io.reconstream.local.simulate.pump.SensorFault.StuckSensor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** When which fault strikes one pump: one at a time, with quiet times between. */
final class FaultSchedule {
  private static final int KINDS = 6;

  private final String pump;
  private final RandomGenerator random;
  private int kind;
  private int count;
  private ActiveFault next;

  FaultSchedule(String pump, Instant from, RandomGenerator random) {
    this.pump = pump;
    this.random = random;
    this.kind = random.nextInt(KINDS);
    this.next = plan(from);
  }

  /** The fault at this time; times must not go back. */
  Optional<ActiveFault> at(Instant time) {
    if (!time.isBefore(next.episode().end())) {
      next = plan(next.episode().end());
    }
    return next.episode().covers(time) ? Optional.of(next) : Optional.empty();
  }

  private ActiveFault plan(Instant from) {
    Instant start = from.plusSeconds(random.nextInt(20 * 60, 60 * 60));
    // kinds take turns, so that an hour or a day sees each of them
    kind = (kind + 1) % KINDS;
    count++;
    return switch (kind) {
      case 0 ->
          plan(new Spike(any(), sign() * random.nextDouble(0.8, 1.6)), start, seconds(10, 20));
      case 1 ->
          plan(new Drift(any(), sign() * random.nextDouble(0.8, 1.4)), start, minutes(20, 40));
      case 2 -> plan(new StuckSensor(followingLoad()), start, minutes(12, 25));
      case 3 -> plan(new Leak(random.nextDouble(0.3, 0.6)), start, minutes(15, 40));
      case 4 -> plan(new NoiseBurst(any(), random.nextDouble(0.4, 0.8)), start, minutes(3, 8));
      default -> plan(new CorrelationBreak(followingLoad()), start, minutes(8, 15));
    };
  }

  private ActiveFault plan(Fault fault, Instant start, Duration length) {
    String subject =
        fault instanceof SensorFault struck ? pump + " " + struck.sensor().field() : pump;
    String id = "%s-%s-%d".formatted(pump, fault.kind(), count);
    return new ActiveFault(
        fault, new Episode(id, fault.kind(), subject, start, start.plus(length)));
  }

  private Sensor any() {
    return one(List.of(Sensor.values()));
  }

  private Sensor followingLoad() {
    return one(Sensor.followingLoad());
  }

  private Sensor one(List<Sensor> sensors) {
    return sensors.get(random.nextInt(sensors.size()));
  }

  private int sign() {
    return random.nextBoolean() ? 1 : -1;
  }

  private Duration seconds(int least, int most) {
    return Duration.ofSeconds(random.nextInt(least, most + 1));
  }

  private Duration minutes(int least, int most) {
    return seconds(60 * least, 60 * most);
  }
}
