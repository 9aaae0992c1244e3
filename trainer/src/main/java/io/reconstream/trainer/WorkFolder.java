/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A temporary folder that goes when the run ends, also when it is interrupted. */
final class WorkFolder implements AutoCloseable {
  private final Path path;
  private final Thread interrupted = new Thread(this::delete, "delete-work-folder");

  private WorkFolder(Path path) {
    this.path = path;
  }

  static WorkFolder create() {
    try {
      WorkFolder folder = new WorkFolder(Files.createTempDirectory("reconstream-"));
      Runtime.getRuntime().addShutdownHook(folder.interrupted);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "no temporary folder can be made in '%s': %s"
              .formatted(System.getProperty("java.io.tmpdir"), e.getMessage()),
          e);
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    delete();
    try {
      Runtime.getRuntime().removeShutdownHook(interrupted);
    } catch (IllegalStateException e) {
      // the JVM is going down, and the hook finds nothing left
    }
  }

  private void delete() {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
