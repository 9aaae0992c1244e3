/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.progress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Progress on the standard error: a bar in a terminal, plain lines elsewhere. */
public final class Console {
  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

  private Console() {}

  public static Progress progress() {
    return isTerminal() ? new TerminalProgress(System.err) : new LineProgress(System.err);
  }

  /** The JDK tells only of input and output together, so Linux is asked. */
  private static boolean isTerminal() {
    try {
      String device = Files.readSymbolicLink(STANDARD_ERROR).toString();
      return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return false; // not Linux: plain lines are right in a terminal, too
    }
  }
}
