/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.letters;

/** Text of strangers for a terminal, which control characters could command. */
final class Printable {
  private Printable() {}

  static boolean is(String text) {
    return text.chars().noneMatch(c -> Character.isISOControl(c) && !Character.isWhitespace(c));
  }

  /** In one line. */
  static String of(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
