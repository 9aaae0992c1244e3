/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.progress;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** A bar that is redrawn in place; each stage leaves one line. */
final class TerminalProgress implements Progress {
  private static final int CELLS = 30;
  private static final long REDRAW_NANOS = Duration.ofMillis(100).toNanos();
  private static final String CLEAR_LINE = "\r\033[2K";

  private final PrintStream terminal;
  private String stage;
  private String line = "";
  private long started;
  private long drawn;

  TerminalProgress(PrintStream terminal) {
    this.terminal = terminal;
  }

  @Override
  public void stage(String name) {
    end();
    stage = name;
    started = System.nanoTime();
    draw("%-12s".formatted(name));
  }

  @Override
  public void step(long done, long total, String detail) {
    long now = System.nanoTime();
    if (now - drawn < REDRAW_NANOS && done != total) {
      return;
    }
    drawn = now;
    String counts =
        total > 0 ? "[%s] %,d/%,d".formatted(bar(done, total), done, total) : "%,d".formatted(done);
    draw(String.format(Locale.ROOT, "%-12s %s  %s", stage, counts, detail));
  }

  private static String bar(long done, long total) {
    int full = (int) Math.min(CELLS, CELLS * done / total);
    return "#".repeat(full) + "-".repeat(CELLS - full);
  }

  @Override
  public void note(String message) {
    terminal.print(CLEAR_LINE + "note: " + message + System.lineSeparator());
    terminal.print(line);
    terminal.flush();
  }

  @Override
  public void close() {
    end();
    stage = null;
  }

  private void draw(String text) {
    line = text;
    terminal.print(CLEAR_LINE + text);
    terminal.flush();
  }

  private void end() {
    if (stage != null) {
      double seconds = (System.nanoTime() - started) / 1e9;
      terminal.println(CLEAR_LINE + line + String.format(Locale.ROOT, "  %.1f s", seconds));
    }
  }
}
