/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.chaos;

import io.reconstream.local.process.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** One stream-app in a process of its own, on the class path of its module and no other. */
public final class Instance implements AutoCloseable {

  /** Beside the module of the class that starts processes, whether that is a folder or a jar. */
  private static final Path MODULE =
      ChildJvm.ownLocation().resolve("../../../stream-app/target").normalize();

  private final String name;
  private final Path directory;
  private final Path config;
  private ChildJvm process;

  /**
   * @param directory of its configuration, state and log
   */
  public Instance(String name, Path directory, Map<String, String> settings) {
    this.name = name;
    this.directory = directory;
    config = directory.resolve(name + ".properties");
    Properties properties = new Properties();
    properties.putAll(settings);
    properties.setProperty(
        "state.dir", directory.resolve(name + "-state").toAbsolutePath().toString());
    properties.setProperty("http.port", "0");
    try {
      Files.createDirectories(directory);
      try (var out = Files.newOutputStream(config)) {
        properties.store(out, name);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    process = launch();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public Path log() {
    return process.log();
  }

  public void kill() {
    process.kill();
  }

  /** Starts it again if it ended by itself, as whatever supervises it would; true if it had. */
  boolean revive() {
    if (process.isAlive()) {
      return false;
    }
    restart();
    return true;
  }

  void restart() {
    process = launch();
  }

  /** Ends it gracefully: what is in flight is finished and committed. */
  @Override
  public void close() {
    process.close();
  }

  private ChildJvm launch() {
    return ChildJvm.start(
        new ChildJvm.Spec(
            name,
            "io.reconstream.stream.StreamCommand",
            classPath(),
            // started again and again: what starts fast counts
            List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
            List.of("--config", config.toAbsolutePath().toString()),
            directory));
  }

  /** As the build wrote it down; the launcher runs the same. */
  private static List<Path> classPath() {
    try {
      List<Path> entries = new ArrayList<>();
      entries.add(MODULE.resolve("classes").toAbsolutePath());
      for (String entry : Files.readString(MODULE.resolve("classpath")).split(":")) {
        entries.add(Path.of(entry));
      }
      return entries;
    } catch (IOException e) {
      throw new UncheckedIOException("mvn process-classes writes the stream-app's class path", e);
    }
  }
}
