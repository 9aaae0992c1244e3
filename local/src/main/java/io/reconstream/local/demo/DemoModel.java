/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.demo;

import io.reconstream.local.simulate.EventFile;
import io.reconstream.local.simulate.Scenario;
import io.reconstream.trainer.TrainingRun;
import io.reconstream.trainer.config.TrainingConfig;
import io.reconstream.trainer.config.TrainingConfigReader;
import io.reconstream.trainer.progress.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Trains the demo's bundle on normal events, as a user would: a CSV file and a configuration.
 *
 * @param scenario what the events are
 * @param trainingEvents how many
 */
record DemoModel(Scenario scenario, int trainingEvents) {
  /** Not the seed of the stream: nothing the model is tested on was learned. */
  private static final long TRAINING_SEED = 1;

  /**
   * Trains and seals.
   *
   * @param folder where data, configuration and bundle go
   * @return the bundle
   */
  Path train(Path folder, Progress progress) {
    try {
      Files.createDirectories(folder);
      Path config = folder.resolve("train.yaml");
      try (InputStream template = DemoModel.class.getResourceAsStream(scenario + ".yaml")) {
        Files.copy(template, config);
      }
      progress.stage("simulating %,d normal events".formatted(trainingEvents));
      EventFile.write(
          folder.resolve("events.csv"),
          scenario.schema(),
          scenario.simulation(TRAINING_SEED, false),
          trainingEvents);
      Path bundle = folder.resolve(scenario + ".onnx");
      TrainingConfig read = TrainingConfigReader.read(config, Map.of());
      TrainingRun.run(read, bundle, progress);
      return bundle;
    } catch (IOException e) {
      throw new UncheckedIOException("the demo cannot use its folder '%s'".formatted(folder), e);
    }
  }
}
