/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.progress;

import java.io.PrintStream;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Plain lines for a log: stages and notes, and now and then a step. */
final class LineProgress implements Progress {
  private static final long STEP_NANOS = Duration.ofSeconds(10).toNanos();

  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

  private final PrintStream log;
  private String stage = "";
  private long told;

  LineProgress(PrintStream log) {
    this.log = log;
  }

  @Override
  public void stage(String name) {
    stage = name;
    told = System.nanoTime();
    tell(name);
  }

  @Override
  public void step(long done, long total, String detail) {
    long now = System.nanoTime();
    if (now - told >= STEP_NANOS) {
      told = now;
      tell(
          total > 0
              ? "%s %d/%d, %s".formatted(stage, done, total, detail)
              : "%s %d %s".formatted(stage, done, detail));
    }
  }

  @Override
  public void note(String message) {
    tell("note: " + message);
  }

  private void tell(String text) {
    log.println(CLOCK.format(LocalTime.now(ZoneId.systemDefault())) + " " + text);
  }
}
