/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.variant;

import io.reconstream.bench.workload.NetworkShape;
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
                  mojo.toAbsolutePath().toString(),
                  folder.resolve(shape.label() + ".h2o-seconds").toAbsolutePath().toString()));
    }
    return mojo;
  }
}
