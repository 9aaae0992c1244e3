/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.windows;

import io.reconstream.model.bundle.Bundle;
import io.reconstream.model.bundle.BundleMetadata;
import io.reconstream.model.window.WindowSpec;
import io.reconstream.trainer.TrainingRun;
import io.reconstream.trainer.config.TrainingConfigReader;
import io.reconstream.trainer.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A bundle of windows for {@link Machines}, whose keys are not ready before theirs are full. */
final class WindowBundle {
  static final int LENGTH = 16;
  private static final int ROWS = 4_000;

  private WindowBundle() {}

  static Path train(Path directory) throws IOException {
    Files.createDirectories(directory);
    Random random = new Random(3);
    List<String> lines = new ArrayList<>(List.of("pressure,flow"));
    for (int row = 0; row < ROWS; row++) {
      double[] reading = Machines.reading(row, random);
      lines.add(reading[0] + "," + reading[1]);
    }
    Path data = Files.write(directory.resolve("readings.csv"), lines);
    Path trained = directory.resolve("trained.onnx");
    TrainingRun.run(
        TrainingConfigReader.parse(
            """
            {name: machines, data: {files: '%s'}, model: {type: dense, window: %d, layers: [6]},
             training: {epochs: 3, seed: 7}, threshold: {method: budget, rate: 0.005}}
            """
                .formatted(data, LENGTH),
            "machines",
            Map.of()),
        trained,
        Progress.silent());
    return waiting(Bundle.read(trained), directory.resolve("bundle.onnx"));
  }

  /** The trainer's windows are ready at once, as they repeat their first row. */
  private static Path waiting(Bundle bundle, Path file) {
    BundleMetadata metadata = bundle.metadata();
    var unused =
        Bundle.seal(
            bundle.bytes(),
            new BundleMetadata(
                metadata.formatVersion(),
                metadata.name(),
                metadata.version(),
                metadata.features(),
                new WindowSpec(LENGTH, WindowSpec.WarmUp.WAIT),
                metadata.smoothing(),
                metadata.distribution(),
                metadata.threshold(),
                metadata.golden(),
                metadata.provenance()),
            file);
    return file;
  }
}
