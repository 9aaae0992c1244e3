/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.variant;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.reconstream.local.process.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs variants, each in a process of its own.
 *
 * @param folder for settings, results and logs
 * @param jvmArgs such as the heap size, the same for every variant
 */
public record VariantRunner(Path folder, List<String> jvmArgs) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MINUTES = 10;

  /**
   * Runs one variant to its end.
   *
   * @throws IllegalStateException if it fails; the message names its log
   */
  public Measurement run(VariantSettings settings) {
    Path output = folder.resolve(settings.run() + ".result.json");
    try {
      String input = write(settings).toString();
      child(settings.run(), VariantProcess.class, List.of(input, output.toString()));
      return JSON.readValue(output.toFile(), Measurement.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts one variant, which runs until it is closed. */
  public ChildJvm start(VariantSettings settings) {
    try {
      String input = write(settings).toString();
      return ChildJvm.start(spec(settings.run(), VariantProcess.class, List.of(input)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path write(VariantSettings settings) throws IOException {
    Path input = Files.createDirectories(folder).resolve(settings.run() + ".json");
    JSON.writeValue(input.toFile(), settings);
    return input;
  }

  private ChildJvm.Spec spec(String name, Class<?> main, List<String> args) {
    return new ChildJvm.Spec(name, main.getName(), ChildJvm.ownClassPath(), jvmArgs, args, folder);
  }

  /** Runs a main class in a process of its own and waits for its end. */
  public void child(String name, Class<?> main, List<String> args) {
    try (ChildJvm child = ChildJvm.start(spec(name, main, args))) {
      int exit = child.onExit().get(MINUTES, TimeUnit.MINUTES);
      if (exit != 0) {
        throw new IllegalStateException(
            "%s ended with exit code %d; see %s".formatted(name, exit, child.log()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + name + " ran", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(
          "%s did not end within %d minutes; see %s".formatted(name, MINUTES, folder), e);
    }
  }
}
