/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.process;

import java.io.IOException;
import java.util.Arrays;

/**
 * Runs another main class and ends the JVM when standard input ends, that is when the parent is
 * gone, however it went: the operating system closes the pipe even after {@code kill -9}.
 */
public final class ParentBound {

  private ParentBound() {}

  /**
   * @param args the main class to run, then its arguments
   */
  public static void main(String[] args) throws ReflectiveOperationException {
    Thread watch = new Thread(ParentBound::awaitEndOfInput, "parent-watch");
    watch.setDaemon(true);
    watch.start();
    Class.forName(args[0])
        .getMethod("main", String[].class)
        .invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
  }

  private static void awaitEndOfInput() {
    try {
      while (System.in.read() >= 0) {
        // nothing is ever written: only the end matters
      }
    } catch (IOException e) {
      // a broken pipe is the end as well
    }
    Runtime.getRuntime().halt(1);
  }
}
