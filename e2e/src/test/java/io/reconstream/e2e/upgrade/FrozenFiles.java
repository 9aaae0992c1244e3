/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.upgrade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the frozen files of each format lie, in folders {@code format-N}. */
public final class FrozenFiles {
  static final Path FOLDER = Path.of("src", "test", "resources", "frozen");

  private FrozenFiles() {}

  /** Every bundle. */
  public static List<Path> bundles() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".onnx")).sorted().toList();
    }
  }
}
