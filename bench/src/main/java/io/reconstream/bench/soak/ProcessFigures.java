/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * What a process of the product holds: its own metrics say of its heap, Linux of all else.
 *
 * @param pid of the process
 * @param port of its metrics
 */
record ProcessFigures(long pid, int port) {
  private static final double MEGABYTE = 1 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  /** Heap in use; none while the process does not answer, as before it has started. */
  OptionalDouble heapMegabytes() {
    return metric("jvm_memory_used_bytes");
  }

  /** Heap that the process has taken from the system. */
  OptionalDouble heapMegabytesCommitted() {
    return metric("jvm_memory_committed_bytes");
  }

  private OptionalDouble metric(String name) {
    try {
      double bytes =
          HTTP.send(
                  HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                      .timeout(PATIENCE)
                      .build(),
                  BodyHandlers.ofLines())
              .body()
              .filter(line -> line.startsWith(name + "{area=\"heap\""))
              .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
              .sum();
      return bytes == 0 ? OptionalDouble.empty() : OptionalDouble.of(bytes / MEGABYTE);
    } catch (IOException e) {
      return OptionalDouble.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return OptionalDouble.empty();
    }
  }

  /** Physical memory. */
  double residentMegabytes() {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * 1024 / MEGABYTE)
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException e) {
      throw new UncheckedIOException("a soak needs Linux's /proc", e);
    }
  }

  /** Open files and sockets. */
  int handles() {
    try (Stream<Path> handles = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return (int) handles.count();
    } catch (IOException e) {
      throw new UncheckedIOException("a soak needs Linux's /proc", e);
    }
  }
}
