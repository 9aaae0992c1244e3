/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.workload;

import io.reconstream.trainer.TrainingRun;
import io.reconstream.trainer.config.TrainingConfigReader;
import io.reconstream.trainer.progress.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Trains the bundle that every variant scores with, by the product's own trainer. */
public final class BenchModel {
  private BenchModel() {}

  /** The bundle of this shape in a folder, trained there the first time. */
  public static Path bundle(NetworkShape shape, Path folder, Progress progress) {
    Path bundle = folder.resolve(shape.label() + ".onnx");
    if (!Files.exists(bundle)) {
      Path rows = folder.resolve(shape.label() + ".csv");
      // enough that fresh rows are no more often above the threshold than the budget says
      RowsFile.write(rows, shape.features(), Math.min(20_000, 16_000_000 / shape.features()), 2);
      TrainingRun.run(
          TrainingConfigReader.parse(yaml(shape, rows), "benchmark", Map.of()), bundle, progress);
    }
    return bundle;
  }

  /** The bundle of windows in a folder, trained there. */
  public static Path bundle(WindowShape shape, Path folder, Progress progress) {
    Path rows = folder.resolve("windows.csv");
    RowsFile.write(rows, shape.features(), 20_000, 2);
    Path bundle = folder.resolve("windows.onnx");
    TrainingRun.run(
        TrainingConfigReader.parse(yaml(shape, rows), "benchmark", Map.of()), bundle, progress);
    return bundle;
  }

  private static String yaml(WindowShape shape, Path rows) {
    return """
        name: bench
        version: "1"
        data: {files: '%s'}
        model: {type: conv1d, window: %d, filters: %s, kernel: %d, stride: %d, latent: %d}
        training: {epochs: 1, batch_size: 128, seed: 1}
        threshold: {method: budget, rate: 0.00001}
        """
        .formatted(
            rows.toAbsolutePath(),
            shape.length(),
            shape.filters(),
            shape.kernel(),
            shape.stride(),
            shape.latent());
  }

  private static String yaml(NetworkShape shape, Path rows) {
    return """
        name: bench
        version: "1"
        data: {files: '%s'}
        model: {type: dense, layers: %s, activation: tanh}
        training: {epochs: 5, batch_size: 128, seed: 1}
        threshold: {method: budget, rate: 0.00001}
        """
        .formatted(rows.toAbsolutePath(), shape.encoder());
  }
}
