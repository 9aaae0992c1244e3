/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.verdicts;

import io.reconstream.bench.result.ResultFiles;
import io.reconstream.bench.workload.BenchServices;
import io.reconstream.local.simulate.Simulation;
import io.reconstream.local.simulate.pump.PumpBench;
import io.reconstream.schemas.Incident;
import io.reconstream.trainer.progress.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Trains on two normal days of a simulated plant, then streams hours with faults and days without,
 * and holds what the stream tells against what was injected.
 *
 * @param folder for everything that is written while it runs
 * @param size how much is streamed
 * @param seed of the plant
 * @param alertsPerDay the budget of each pump
 * @param overrides configuration keys of the training other than what is recommended for pumps
 * @param progress what is going on
 */
public record VerdictsBench(
    Path folder,
    Size size,
    long seed,
    double alertsPerDay,
    Map<String, String> overrides,
    Progress progress) {

  /** The loss of calibration in a week, in spans: about the noise of the sensors. */
  private static final double AGEING = 0.01;

  /**
   * How much is streamed.
   *
   * @param pumps that stand in the plant
   * @param faultyHours with faults, a reading each five seconds
   * @param normalDays without, a reading each minute
   */
  public record Size(int pumps, int faultyHours, int normalDays) {
    /** A smoke run. */
    public static final Size QUICK = new Size(5, 2, 1);
  }

  /** Runs all and writes {@code verdicts.json} and {@code verdicts.html}. */
  public VerdictsResult run(ResultFiles results) {
    Plant plant = new Plant(seed, size.pumps(), AGEING);
    progress.stage("train on two normal days of %d pumps".formatted(size.pumps()));
    Simulation days = plant.normal();
    Path bundle = plant.train(days, folder, overrides, progress);
    VerdictsResult result;
    try (BenchServices services = BenchServices.start(folder.resolve("services"))) {
      PlantStream stream = new PlantStream(services, folder, bundle, alertsPerDay);
      progress.stage("stream %d hours with faults".formatted(size.faultyHours()));
      Told faults =
          stream.run(
              "faults",
              plant.faulty(),
              plant.readings(Duration.ofHours(size.faultyHours()), PumpBench.INTERVAL),
              progress);
      progress.stage("stream %d normal days".formatted(size.normalDays()));
      Told normal =
          stream.run(
              "days",
              days,
              plant.readings(Duration.ofDays(size.normalDays()), Plant.MINUTE),
              progress);
      result =
          new VerdictsResult(
              FaultResult.of(faults, PumpBench.INTERVAL),
              falseIncidents(faults),
              BudgetKept.of(
                  normal.alerts(),
                  Plant.AFTER_TRAINING,
                  size.pumps(),
                  size.normalDays(),
                  alertsPerDay));
    }
    results.write("verdicts", List.of(result), VerdictsPage.of(result));
    return result;
  }

  private static int falseIncidents(Told told) {
    int count = 0;
    for (Incident incident : told.incidents()) {
      Instant start = incident.getStart();
      boolean explained =
          told.episodes().stream()
              .anyMatch(
                  episode ->
                      FaultResult.pump(episode).equals(incident.getKey()) && episode.covers(start));
      count += explained ? 0 : 1;
    }
    return count;
  }
}
