/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer;

import io.reconstream.trainer.progress.Progress;
import io.reconstream.trainer.train.Checkpoints;
import java.time.Duration;

/** Turns Ctrl-C (SIGINT) and SIGTERM into a checkpoint while a network is in training. */
final class Interruption implements AutoCloseable {
  /** A step, and the time that writing the checkpoint takes. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Thread hook;

  Interruption(Checkpoints checkpoints, Progress progress) {
    this.hook =
        new Thread(
            () -> {
              if (checkpoints.stop(PATIENCE)) {
                progress.note("interrupted; the same command with --resume goes on");
              }
            },
            "stop-training");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the JVM is going down, and the hook is at work
    }
  }
}
