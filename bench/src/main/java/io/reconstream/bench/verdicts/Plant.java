/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.verdicts;

import io.reconstream.local.simulate.EventFile;
import io.reconstream.local.simulate.Scenario;
import io.reconstream.local.simulate.Simulation;
import io.reconstream.local.simulate.pump.PumpBench;
import io.reconstream.trainer.TrainingRun;
import io.reconstream.trainer.config.TrainingConfigReader;
import io.reconstream.trainer.progress.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Many simulated pumps: two normal days train their model, what comes after is told by the stream.
 *
 * @param seed of the plant
 * @param pumps that stand in it
 * @param ageing a sensor's loss of calibration in a week, in spans, see {@link PumpBench.Setup}
 */
record Plant(long seed, int pumps, double ageing) {
  /** Between two readings of a pump where a day is told. */
  static final Duration MINUTE = Duration.ofMinutes(1);

  private static final int TRAINING_DAYS = 2;
  private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");

  /** When the days that train are over. */
  static final Instant AFTER_TRAINING = START.plus(Duration.ofDays(TRAINING_DAYS));

  /** Normal days, a reading each minute, from the first one that trains. */
  Simulation normal() {
    return new PumpBench(seed, new PumpBench.Setup(pumps, MINUTE, false, ageing), START);
  }

  /** The same pumps after the days that trained, with faults, a reading each five seconds. */
  Simulation faulty() {
    return new PumpBench(
        seed, new PumpBench.Setup(pumps, PumpBench.INTERVAL, true, 0), AFTER_TRAINING);
  }

  /** Readings in so much time. */
  long readings(Duration time, Duration interval) {
    return pumps * time.dividedBy(interval);
  }

  /**
   * Trains on the next two days, with the configuration that the pump demo has.
   *
   * @param overrides configuration keys other than those
   */
  Path train(Simulation days, Path folder, Map<String, String> overrides, Progress progress) {
    Path rows = folder.resolve("days.csv");
    EventFile.write(
        rows, Scenario.PUMP.schema(), days, readings(Duration.ofDays(TRAINING_DAYS), MINUTE));
    Path bundle = folder.resolve("pump.onnx");
    TrainingRun.run(
        TrainingConfigReader.parse(yaml(rows), "bench verdicts", overrides), bundle, progress);
    return bundle;
  }

  private static String yaml(Path rows) {
    return """
        name: pump
        version: "1"
        data: {files: '%s', time: time, key: machine, exclude: [fault, anomaly]}
        model: {type: dense, layers: [24, 5], activation: tanh}
        training: {learning_rate: 0.003, batch_size: 512, epochs: 40, patience: 8, seed: 7}
        threshold: {method: budget, rate: 0.001}
        """
        .formatted(rows.toAbsolutePath());
  }
}
