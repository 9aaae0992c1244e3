/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reconstream.local.simulate.pump.PumpBench;
import io.reconstream.local.simulate.pump.Sensor;
import io.reconstream.schemas.SensorReading;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PumpBenchTest {
  /** Readings of all pumps in a day. */
  private static final int DAY = PumpBench.PUMPS * 24 * 3600 / (int) PumpBench.INTERVAL.toSeconds();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldStayWithinPhysicalRangesWhenHealthy(long seed) {
    assertThat(readings(seed, false, DAY))
        .allSatisfy(
            reading -> {
              assertThat(reading.getVibrationDriveEnd()).isBetween(0.8, 6.0);
              assertThat(reading.getVibrationFreeEnd()).isBetween(0.5, 6.0);
              assertThat(reading.getMotorCurrent()).isBetween(0.3, 4.0);
              assertThat(reading.getSupplyVoltage()).isBetween(215.0, 245.0);
              assertThat(reading.getDischargePressure()).isBetween(0.2, 2.8);
              assertThat(reading.getFlowRate()).isBetween(20.0, 140.0);
              assertThat(reading.getFluidTemperature()).isBetween(15.0, 60.0);
              assertThat(reading.getBearingTemperature()).isBetween(20.0, 85.0);
            });
  }

  @Test
  void shouldGiveTheSameEventsForTheSameSeed() {
    assertThat(readings(7, true, 5_000)).isEqualTo(readings(7, true, 5_000));
    assertThat(readings(7, true, 100)).isNotEqualTo(readings(8, true, 100));
  }

  @Test
  void shouldShowWhatAHealthyBenchShowsWhereNoFaultIs() {
    List<SensorReading> healthy = readings(7, false, DAY);
    List<SensorReading> faulty = readings(7, true, DAY);

    List<Integer> unlabelled =
        IntStream.range(0, DAY).filter(i -> faulty.get(i).getFault() == null).boxed().toList();

    assertThat(unlabelled).hasSizeGreaterThan(DAY / 2).hasSizeLessThan(DAY);
    // temperatures remember a leak for a while, what follows the load does not
    assertThat(unlabelled)
        .allSatisfy(
            i -> {
              assertThat(faulty.get(i).getFlowRate()).isEqualTo(healthy.get(i).getFlowRate());
              assertThat(faulty.get(i).getMotorCurrent())
                  .isEqualTo(healthy.get(i).getMotorCurrent());
            });
  }

  @Test
  void shouldInjectEveryKindOfFaultAndLabelItsReadings() {
    Map<String, Set<String>> episodesByKind = new HashMap<>();
    PumpBench bench = new PumpBench(7, true, Instant.EPOCH);
    for (int i = 0; i < DAY; i++) {
      Event event = bench.next();
      SensorReading reading = (SensorReading) event.value();
      assertThat(reading.getFault()).isEqualTo(event.episode().map(Episode::kind).orElse(null));
      event
          .episode()
          .ifPresent(
              episode -> {
                assertThat(episode.covers(event.time())).isTrue();
                assertThat(episode.subject()).startsWith(event.key());
                episodesByKind
                    .computeIfAbsent(episode.kind(), kind -> new HashSet<>())
                    .add(episode.id());
              });
    }
    assertThat(episodesByKind)
        .containsOnlyKeys(
            "spike", "drift", "stuck-sensor", "leak", "noise-burst", "correlation-break")
        .allSatisfy((kind, ids) -> assertThat(ids).hasSizeBetween(4, 30));
  }

  @Test
  void shouldCorrelateSensorsThatFollowTheLoad() {
    List<SensorReading> healthy = readings(7, false, DAY);

    assertThat(correlation(healthy, Sensor.VIBRATION_DRIVE_END, Sensor.VIBRATION_FREE_END))
        .isGreaterThan(0.9);
    assertThat(correlation(healthy, Sensor.FLOW_RATE, Sensor.MOTOR_CURRENT)).isGreaterThan(0.6);
    assertThat(correlation(healthy, Sensor.FLUID_TEMPERATURE, Sensor.BEARING_TEMPERATURE))
        .isGreaterThan(0.4);
  }

  @Test
  void shouldBreakTheCorrelationOfACrossedCable() {
    List<Event> crossed =
        events(7, true, 3 * DAY)
            .filter(event -> label(event).equals("correlation-break"))
            .filter(
                event -> event.episode().orElseThrow().subject().endsWith("vibration_drive_end"))
            .toList();
    List<SensorReading> readings =
        crossed.stream().map(event -> (SensorReading) event.value()).toList();

    assertThat(readings).hasSizeGreaterThan(100);
    assertThat(correlation(readings, Sensor.VIBRATION_DRIVE_END, Sensor.VIBRATION_FREE_END))
        .isLessThan(0.6);
  }

  @Test
  void shouldHoldTheValueOfAStuckSensor() {
    Map<Episode, Set<Double>> shown =
        events(7, true, DAY)
            .filter(event -> label(event).equals("stuck-sensor"))
            .collect(
                Collectors.groupingBy(
                    event -> event.episode().orElseThrow(),
                    Collectors.mapping(PumpBenchTest::struckValue, Collectors.toSet())));

    assertThat(shown).isNotEmpty().allSatisfy((episode, values) -> assertThat(values).hasSize(1));
  }

  @Test
  void shouldLoseCalibrationAtAConstantPaceWhereSensorsAge() {
    Duration hour = Duration.ofHours(1);
    int week = 2 * 7 * 24;
    PumpBench calibrated = new PumpBench(7, new PumpBench.Setup(2, hour, false, 0), Instant.EPOCH);
    PumpBench ageing = new PumpBench(7, new PumpBench.Setup(2, hour, false, 0.1), Instant.EPOCH);
    double[] lost =
        IntStream.range(0, 2 * week + 2)
            .mapToDouble(i -> flow(ageing.next()) - flow(calibrated.next()))
            .toArray();

    assertThat(lost[0]).isZero();
    assertThat(Math.abs(lost[week])).isBetween(0.1, 4 * 0.1 * Sensor.FLOW_RATE.span());
    assertThat(lost[2 * week]).isCloseTo(2 * lost[week], within(1e-6));
    assertThat(lost[2 * week + 1]).isNotCloseTo(lost[2 * week], within(0.1));
  }

  private static double flow(Event event) {
    return ((SensorReading) event.value()).getFlowRate();
  }

  private static double struckValue(Event event) {
    String subject = event.episode().orElseThrow().subject();
    SensorReading reading = (SensorReading) event.value();
    return (double) reading.get(subject.substring(subject.indexOf(' ') + 1));
  }

  private static String label(Event event) {
    return event.episode().map(Episode::kind).orElse("");
  }

  private static Stream<Event> events(long seed, boolean faults, int count) {
    return Stream.generate(Scenario.PUMP.simulation(seed, faults)::next).limit(count);
  }

  private static List<SensorReading> readings(long seed, boolean faults, int count) {
    return events(seed, faults, count).map(event -> (SensorReading) event.value()).toList();
  }

  /** Pearson's. */
  private static double correlation(List<SensorReading> readings, Sensor one, Sensor other) {
    double[] x = readings.stream().mapToDouble(r -> (double) r.get(one.field())).toArray();
    double[] y = readings.stream().mapToDouble(r -> (double) r.get(other.field())).toArray();
    double meanX = IntStream.range(0, x.length).mapToDouble(i -> x[i]).average().orElseThrow();
    double meanY = IntStream.range(0, y.length).mapToDouble(i -> y[i]).average().orElseThrow();
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (int i = 0; i < x.length; i++) {
      xy += (x[i] - meanX) * (y[i] - meanY);
      xx += (x[i] - meanX) * (x[i] - meanX);
      yy += (y[i] - meanY) * (y[i] - meanY);
    }
    return xy / Math.sqrt(xx * yy);
  }
}
