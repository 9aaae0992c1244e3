/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.variant;

import io.reconstream.bench.workload.NetworkShape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The peer's model of a shape, trained the first time it is asked for. */
public final class H2oModel {
  private H2oModel() {}

  /** H2O runs on Java 17 only with this package opened. */
  private static final List<String> JVM_ARGS =
      List.of("--add-opens", "java.base/java.lang=ALL-UNNAMED", "-Xmx2g");

  public static Path mojo(NetworkShape shape, Path folder, VariantRunner runner) {
    Path mojo = folder.resolve(shape.label() + ".mojo.zip");
    if (!Files.exists(mojo)) {
      new VariantRunner(runner.folder(), JVM_ARGS)
          .child(
              "h2o-" + shape.features(),
              H2oTraining.class,
              List.of(
                  Integer.toString(shape.features()),
                  H2oTraining.hidden(shape),
                  "2000",
                  "2",
                  "1",
                  mojo.toAbsolutePath().toString()));
    }
    return mojo;
  }

  /**
   * Times the peer's training.
   *
   * @param epochs that are timed, after as many that are not; may be a part of one
   */
  public static double secondsPerEpoch(
      NetworkShape shape, int rows, int batch, double epochs, String run, VariantRunner runner) {
    Path seconds = runner.folder().resolve(run + ".seconds").toAbsolutePath();
    new VariantRunner(runner.folder(), JVM_ARGS)
        .child(
            run,
            H2oTraining.class,
            List.of(
                Integer.toString(shape.features()),
                H2oTraining.hidden(shape),
                Integer.toString(rows),
                Double.toString(epochs),
                Integer.toString(batch),
                runner.folder().resolve(run + ".mojo.zip").toAbsolutePath().toString(),
                seconds.toString()));
    try {
      return Double.parseDouble(Files.readString(seconds));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
