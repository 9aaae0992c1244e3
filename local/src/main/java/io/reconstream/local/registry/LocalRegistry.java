/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.registry;

import io.reconstream.local.process.ChildJvm;
import io.reconstream.local.process.LocalServiceException;
import io.reconstream.local.process.LoopbackPort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A schema registry in a process of its own, reachable on loopback only. Its schemas are in its
 * folder: killed and started again there, it answers with the same ids.
 */
public final class LocalRegistry implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(100);

  private final ChildJvm process;
  private final int port;

  private LocalRegistry(ChildJvm process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts a registry on any free port; returns when it answers. */
  public static LocalRegistry start(Path directory) {
    return start(directory, 0);
  }

  /**
   * Starts a registry; returns when it answers. New subjects are checked for BACKWARD
   * compatibility, as by Confluent's registry.
   *
   * @param directory of its database and log
   * @param port 0 for any free one
   * @throws LocalServiceException if the port is in use or it does not answer within 60 seconds
   */
  public static LocalRegistry start(Path directory, int port) {
    int chosen = port == 0 ? LoopbackPort.free(1).get(0) : port;
    LoopbackPort.requireFree(chosen, "registry");
    LocalRegistry registry = new LocalRegistry(ChildJvm.start(spec(directory, chosen)), chosen);
    try {
      registry.awaitReady();
      registry.requireBackwardCompatibility();
      return registry;
    } catch (RuntimeException e) {
      registry.kill();
      throw e;
    }
  }

  /** The base URL for clients of Confluent's registry. */
  public String url() {
    return "http://" + LoopbackPort.HOST + ":" + port + "/apis/ccompat/v7";
  }

  public int port() {
    return port;
  }

  public long pid() {
    return process.pid();
  }

  /** {@code kill -9}. */
  public void kill() {
    process.kill();
  }

  @Override
  public void close() {
    process.close();
  }

  private static ChildJvm.Spec spec(Path directory, int port) {
    return new ChildJvm.Spec(
        "registry",
        "io.quarkus.runner.GeneratedMain",
        List.of(runnerJar()),
        List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dquarkus.http.host=" + LoopbackPort.HOST,
            "-Dquarkus.http.port=" + port,
            "-Dquarkus.datasource.jdbc.initial-size=1",
            "-Dquarkus.datasource.jdbc.min-size=1",
            // every answer is on disk before it is given: a kill loses no schema
            "-Dquarkus.datasource.jdbc.url=jdbc:h2:file:"
                + directory.toAbsolutePath().resolve("schemas")
                + ";WRITE_DELAY=0"),
        List.of(),
        directory);
  }

  /** The build unpacks the server beside this module's classes. */
  private static Path runnerJar() {
    Path server = ChildJvm.ownLocation().resolveSibling("registry");
    try (Stream<Path> files = Files.list(server)) {
      return files
          .filter(file -> file.toString().endsWith("-runner.jar"))
          .findFirst()
          .orElseThrow(
              () -> new LocalServiceException("no registry server (*-runner.jar) in " + server));
    } catch (IOException e) {
      throw new LocalServiceException(
          "no registry server in " + server + ": build the project first", e);
    }
  }

  private void awaitReady() {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!answers()) {
      if (!process.isAlive()) {
        throw notStarted("ended with exit code " + process.exitCode().orElseThrow());
      }
      if (System.nanoTime() > deadline) {
        throw notStarted("does not answer after " + START_LIMIT.toSeconds() + " s");
      }
      pause();
    }
  }

  private boolean answers() {
    try {
      return send(HttpRequest.newBuilder(URI.create(url() + "/subjects"))) == 200;
    } catch (IOException e) {
      return false; // not listening yet
    }
  }

  private void requireBackwardCompatibility() {
    try {
      int status =
          send(
              HttpRequest.newBuilder(URI.create(url() + "/config"))
                  .header("Content-Type", "application/json")
                  .PUT(BodyPublishers.ofString("{\"compatibility\": \"BACKWARD\"}")));
      if (status != 200) {
        throw notStarted("refused to set its compatibility (status " + status + ")");
      }
    } catch (IOException e) {
      throw notStarted("failed while setting its compatibility: " + e.getMessage());
    }
  }

  private int send(HttpRequest.Builder request) throws IOException {
    try {
      HttpResponse<Void> response =
          HttpClient.newHttpClient()
              .send(request.timeout(Duration.ofSeconds(10)).build(), BodyHandlers.discarding());
      return response.statusCode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notStarted("start was interrupted");
    }
  }

  private void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notStarted("start was interrupted");
    }
  }

  private LocalServiceException notStarted(String why) {
    return new LocalServiceException(
        "the registry process " + why + "; its log is " + process.log());
  }
}
