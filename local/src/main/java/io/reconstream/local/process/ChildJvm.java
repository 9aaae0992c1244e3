/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A JVM started by this one. It ends when {@linkplain #close() closed} or {@linkplain #kill()
 * killed}, and at the latest with this JVM, even if this one is killed.
 */
public final class ChildJvm implements AutoCloseable {

  private static final int GRACE_SECONDS = 20;

  private final Process process;
  private final Path log;

  private ChildJvm(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * What to run.
   *
   * @param name what messages call it; also names its files
   * @param mainClass on {@code classPath}
   * @param classPath jars and folders
   * @param jvmArgs heap size, system properties
   * @param args of the main class
   * @param directory where its log, argument file and temporary files go, created if missing
   */
  public record Spec(
      String name,
      String mainClass,
      List<Path> classPath,
      List<String> jvmArgs,
      List<String> args,
      Path directory) {

    public Spec {
      classPath = List.copyOf(classPath);
      jvmArgs = List.copyOf(jvmArgs);
      args = List.copyOf(args);
    }
  }

  /** The class path of this JVM, for children that run the same code. */
  public static List<Path> ownClassPath() {
    List<Path> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      entries.add(Path.of(entry));
    }
    return List.copyOf(entries);
  }

  /**
   * JVM arguments by which a child on {@link #ownClassPath()} starts as quickly as this JVM did:
   * the archive of classes and the natives that this one was told of, if it was.
   */
  public static List<String> ownQuickStart() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(
            argument ->
                argument.startsWith("-XX:SharedArchiveFile=")
                    || argument.startsWith("-Donnxruntime.native.path="))
        .toList();
  }

  /**
   * Where this class was loaded from, a jar or a folder of classes. What the build puts beside it
   * is found from here.
   */
  public static Path ownLocation() {
    try {
      return Path.of(ChildJvm.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  public static ChildJvm start(Spec spec) {
    try {
      Files.createDirectories(temporaryFolder(spec));
      Path log = spec.directory().resolve(spec.name() + ".log");
      Process process =
          new ProcessBuilder(javaExecutable().toString(), "@" + argumentFile(spec))
              .redirectErrorStream(true)
              .redirectOutput(Redirect.appendTo(log.toFile()))
              .start();
      return new ChildJvm(process, log);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the " + spec.name() + " process", e);
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** The exit code, once the process has ended. */
  public Optional<Integer> exitCode() {
    return process.isAlive() ? Optional.empty() : Optional.of(process.exitValue());
  }

  /** Completes with the exit code when the process ends. */
  public CompletableFuture<Integer> onExit() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /** Its standard output and error, appended to by every start in the same directory. */
  public Path log() {
    return log;
  }

  /** {@code kill -9}: no shutdown hook runs. Returns when the process is gone. */
  public void kill() {
    process.destroyForcibly();
    awaitExit(GRACE_SECONDS);
  }

  /** Asks the process to end (SIGTERM), and kills it if it has not within 20 seconds. */
  @Override
  public void close() {
    process.destroy();
    if (!awaitExit(GRACE_SECONDS)) {
      kill();
    }
  }

  private boolean awaitExit(int seconds) {
    try {
      return process.waitFor(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Class paths are long, and an argument file keeps them out of the process list. */
  private static Path argumentFile(Spec spec) throws IOException {
    List<Path> classPath = new ArrayList<>(spec.classPath());
    if (!classPath.contains(ownLocation())) {
      classPath.add(ownLocation());
    }
    List<String> arguments = new ArrayList<>();
    // natives unpacked by a killed process stay where its other files are
    arguments.add("-Djava.io.tmpdir=" + temporaryFolder(spec).toAbsolutePath());
    arguments.addAll(spec.jvmArgs());
    arguments.add("-cp");
    arguments.add(
        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    arguments.add(ParentBound.class.getName());
    arguments.add(spec.mainClass());
    arguments.addAll(spec.args());
    return Files.write(
        spec.directory().resolve(spec.name() + ".args"),
        arguments.stream().map(ChildJvm::quoted).toList());
  }

  private static Path temporaryFolder(Spec spec) {
    return spec.directory().resolve("tmp");
  }

  private static String quoted(String argument) {
    return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static Path javaExecutable() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }
}
