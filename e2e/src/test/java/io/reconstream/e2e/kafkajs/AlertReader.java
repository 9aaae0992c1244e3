/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.kafkajs;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code e2e/kafkajs/read-alerts.js}, with its packages installed into a folder of the build. */
final class AlertReader {

  private static final Path SOURCES = Path.of("kafkajs");
  private static final List<String> FILES =
      List.of("package.json", "package-lock.json", "read-alerts.js");

  private final Path directory;

  private AlertReader(Path directory) {
    this.directory = directory;
  }

  /** Skips the test, saying so, where there is no Node.js. */
  static AlertReader install() throws IOException, InterruptedException {
    assumeTrue(isInstalled("node") && isInstalled("npm"), "node and npm are needed for kafkajs");
    Path directory = Files.createDirectories(Path.of("target", "kafkajs"));
    for (String file : FILES) {
      Files.write(directory.resolve(file), Files.readAllBytes(SOURCES.resolve(file)));
    }
    AlertReader reader = new AlertReader(directory);
    reader.run(List.of("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"));
    return reader;
  }

  /** The first alerts of a topic, as the script prints them: {@code {"key": .., "value": ..}}. */
  List<JsonNode> read(String bootstrapServers, String registryUrl, String topic, int count)
      throws IOException, InterruptedException {
    List<String> lines =
        run(
            List.of(
                "node",
                "read-alerts.js",
                bootstrapServers,
                registryUrl,
                topic,
                String.valueOf(count)));
    List<JsonNode> alerts = new ArrayList<>();
    for (String line : lines) {
      alerts.add(JsonMapper.builder().build().readTree(line));
    }
    return alerts;
  }

  private List<String> run(List<String> command) throws IOException, InterruptedException {
    Path out = directory.resolve("out.log");
    Path err = directory.resolve("err.log");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError(command + " did not end; it said " + Files.readString(err));
    }
    if (process.exitValue() != 0) {
      throw new AssertionError(command + " failed: " + Files.readString(err));
    }
    return Files.readAllLines(out);
  }

  private static boolean isInstalled(String program) {
    for (String folder : System.getenv("PATH").split(":")) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }
}
