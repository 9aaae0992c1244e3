/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.page;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real browser, headless. Tests that need it are skipped, visibly, where there is none. */
public final class Chromium {

  private Chromium() {}

  /** The page's document after its scripts ran. */
  public static String dom(Path page, Path folder) throws Exception {
    Optional<Path> program = find();
    assumeTrue(program.isPresent(), "needs chromium or google-chrome on the PATH");
    Path output = folder.resolve("dom.html");
    Process browser =
        new ProcessBuilder(
                program.get().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + folder.resolve("profile"),
                "--virtual-time-budget=5000",
                "--dump-dom",
                page.toUri().toString())
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!browser.waitFor(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the browser did not finish in a minute");
      }
    } finally {
      browser.destroyForcibly();
    }
    return Files.readString(output);
  }

  private static Optional<Path> find() {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .flatMap(
            folder ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
