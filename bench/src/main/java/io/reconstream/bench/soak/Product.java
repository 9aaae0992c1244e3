/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.bench.soak;

import io.reconstream.bench.workload.BenchServices;
import io.reconstream.local.process.ChildJvm;
import io.reconstream.local.process.LoopbackPort;
import io.reconstream.stream.StreamCommand;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** The stream-app in a process of its own, which can be ended and started again. */
final class Product implements AutoCloseable {
  private static final String NAME = "soak";
  private static final int HEAP_MEGABYTES = 256;

  private final Path folder;
  private final Path config;
  private final int port = LoopbackPort.free(1).get(0);
  private ChildJvm process;
  private long started;

  Product(Path folder, BenchServices services, SoakTopics topics, Path bundle) throws IOException {
    this.folder = Files.createDirectories(folder);
    Properties properties = new Properties();
    properties.put("application.id", NAME);
    properties.put("bootstrap.servers", services.bootstrapServers());
    properties.put("schema.registry.url", services.registryUrl());
    properties.put("input.topics", topics.events());
    properties.put("scores.topic", topics.scores());
    properties.put("alerts.topic", topics.alerts());
    properties.put("dead.letter.topic", topics.deadLetters());
    properties.put("model.path", bundle.toAbsolutePath().toString());
    properties.put("state.dir", folder.resolve("state").toAbsolutePath().toString());
    properties.put("http.port", Integer.toString(port));
    // the broker forgets a killed process sooner than after 45 s
    properties.put("kafka.session.timeout.ms", "6000");
    properties.put("kafka.heartbeat.interval.ms", "1000");
    config = folder.resolve("soak.properties");
    try (OutputStream out = Files.newOutputStream(config)) {
      properties.store(out, NAME);
    }
    start();
  }

  private void start() {
    started = System.nanoTime();
    process =
        ChildJvm.start(
            new ChildJvm.Spec(
                NAME,
                StreamCommand.class.getName(),
                ChildJvm.ownClassPath(),
                // all of the heap is resident from the start: what grows is something else
                List.of(
                    "-Xms" + HEAP_MEGABYTES + "m",
                    "-Xmx" + HEAP_MEGABYTES + "m",
                    "-XX:+AlwaysPreTouch"),
                List.of("--config", config.toAbsolutePath().toString()),
                folder));
  }

  void restart(Ending ending) {
    switch (ending) {
      case SIGTERM -> process.close();
      case KILL_9 -> process.kill();
    }
    start();
  }

  /**
   * @throws IllegalStateException if it ended by itself
   */
  void requireAlive() {
    if (!process.isAlive()) {
      throw new IllegalStateException(
          "the product ended with exit code %d, see %s"
              .formatted(process.exitCode().orElseThrow(), process.log()));
    }
  }

  double lifeSeconds() {
    return (System.nanoTime() - started) / 1e9;
  }

  ProcessFigures figures() {
    return new ProcessFigures(process.pid(), port);
  }

  @Override
  public void close() {
    process.close();
  }
}
