/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.result;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder for the files of one run, gone when it is closed, or at the latest with the JVM. */
public final class Scratch implements AutoCloseable {
  private final Path folder;
  private final Thread hook = new Thread(this::delete);

  private Scratch(Path folder) {
    this.folder = folder;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** A new folder in {@code parent}, which is created if missing. */
  public static Scratch in(Path parent, String name) {
    try {
      return new Scratch(Files.createTempDirectory(Files.createDirectories(parent), name + "-"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create a folder in " + parent, e);
    }
  }

  public Path folder() {
    return folder;
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(hook);
    delete();
  }

  private void delete() {
    try (Stream<Path> paths = Files.walk(folder)) {
      List<Path> children = paths.sorted(Comparator.reverseOrder()).toList();
      for (Path path : children) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }
}
