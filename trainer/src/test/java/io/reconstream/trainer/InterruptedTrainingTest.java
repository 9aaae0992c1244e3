/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.reconstream.model.bundle.Bundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is asked to end, as a process of its own. */
class InterruptedTrainingTest {
  private static final int SIGTERM = 128 + 15;

  @TempDir Path folder;
  private Path bundle;
  private Path checkpoint;
  private List<String> command;

  @BeforeEach
  void write() throws IOException {
    Random random = new Random(1);
    List<String> lines = new ArrayList<>(List.of("a,b,c"));
    for (int i = 0; i < 2000; i++) {
      double cause = random.nextGaussian();
      lines.add("%s,%s,%s".formatted(cause, 2 * cause, cause * cause + random.nextGaussian()));
    }
    Files.write(folder.resolve("data.csv"), lines);
    Path config =
        Files.writeString(
            folder.resolve("pump.yaml"),
            """
            name: pump
            data: {files: data.csv}
            model: {type: dense}
            training: {epochs: 1000000, patience: 1000000}
            """);
    bundle = folder.resolve("pump.onnx");
    checkpoint = folder.resolve("pump.checkpoint");
    command = List.of("train", "--config", config.toString(), "--out", bundle.toString());
  }

  @Test
  void shouldLeaveACheckpointThatItGoesOnFrom() throws Exception {
    Path log = folder.resolve("log");
    try (WatchService watch = folder.getFileSystem().newWatchService()) {
      folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      Process process = start(log);
      try {
        awaitCheckpoint(watch);
        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(SIGTERM);
      } finally {
        process.destroyForcibly();
      }
    }
    assertThat(log).content().contains("interrupted; the same command with --resume goes on");
    assertThat(bundle).doesNotExist();

    assertThat(execute())
        .isEqualTo(
            "error: there is a checkpoint '%s' of an interrupted run: --resume goes on from it; delete it to begin anew\n"
                .formatted(checkpoint));
    assertThat(execute("--resume", "--set", "training.batch_size=64"))
        .isEqualTo(
            "error: training.batch_size is '64', expected '256' as when checkpoint '%s' was written\n"
                .formatted(checkpoint));

    // no more epochs than it has made, so that it ends at once
    assertThat(execute("--resume", "--set", "training.epochs=1")).isEmpty();
    assertThat(Bundle.read(bundle).metadata().name()).isEqualTo("pump");
    assertThat(checkpoint).doesNotExist();
  }

  @Test
  void shouldSayThatThereIsNothingToGoOnFrom() {
    assertThat(execute("--resume"))
        .isEqualTo(
            "error: --resume needs the checkpoint '%s' of an interrupted run, but there is none; without --resume training begins anew\n"
                .formatted(checkpoint));
  }

  private Process start(Path log) throws IOException {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path")));
    String natives = System.getProperty("org.bytedeco.javacpp.cachedir");
    if (natives != null) {
      line.add("-Dorg.bytedeco.javacpp.cachedir=" + natives);
    }
    line.add(TrainerCommand.class.getName());
    line.addAll(command);
    return new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  private void awaitCheckpoint(WatchService watch) throws InterruptedException {
    while (!Files.exists(checkpoint)) {
      WatchKey key = watch.poll(120, TimeUnit.SECONDS);
      assertThat(key).as("a checkpoint within two minutes").isNotNull();
      key.pollEvents();
      key.reset();
    }
  }

  /** What the command says on the standard error. */
  private String execute(String... more) {
    StringWriter err = new StringWriter();
    List<String> arguments = new ArrayList<>(command);
    arguments.addAll(Arrays.asList(more));
    TrainerCommand.commandLine()
        .setOut(new PrintWriter(new StringWriter()))
        .setErr(new PrintWriter(err, true))
        .execute(arguments.toArray(String[]::new));
    return err.toString();
  }
}
